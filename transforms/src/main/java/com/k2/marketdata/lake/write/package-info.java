/**
 * Turns messages and trades into rows, and rows into Parquet data files of the tables. The files
 * become visible only through {@code lake.commit}. Uses {@code lake.table}.
 */
package com.k2.marketdata.lake.write;
