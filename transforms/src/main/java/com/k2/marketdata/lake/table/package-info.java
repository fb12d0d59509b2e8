/**
 * The definitions of the bronze, silver and dead-letter tables, their roles, and their creation.
 * Uses {@code lake.catalog} only. Everything that reads or writes a table may use it.
 */
package com.k2.marketdata.lake.table;
