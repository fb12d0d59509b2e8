/**
 * Runs SQL queries over the tables: Iceberg plans the files, and DuckDB reads them. Prints results
 * as a table, JSON or CSV. Only the {@code sql} command uses it.
 */
package com.k2.marketdata.sql;
