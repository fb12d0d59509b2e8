/**
 * A row whose values have the form that Parquet stores, and how it is written to a data file and
 * read from one. Used by {@code lake.write} and {@code lake.write.spill}. Uses neither of them.
 */
package com.k2.marketdata.lake.write.row;
