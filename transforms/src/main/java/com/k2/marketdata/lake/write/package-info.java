/**
 * Fills rows from messages and trades, writes them to data files of the tables, and returns the
 * files as results of tasks. The files become visible only through {@code lake.commit}. Uses {@code
 * lake.table}, {@code lake.write.spill} and {@code lake.write.row}.
 */
package com.k2.marketdata.lake.write;
