/**
 * Rows of the floor's tables: raw messages decoded and mapped by hand, and written to Parquet
 * files. Only {@code floor} uses this package. It uses {@code job} for the names of tables and
 * reasons.
 */
package com.k2.marketdata.peer.row;
