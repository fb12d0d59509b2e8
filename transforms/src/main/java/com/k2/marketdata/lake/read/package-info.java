/**
 * Reads the bronze table as a source of messages, from one pinned snapshot. Finds the files that
 * may hold the selected rows, and shares them out among tasks. Uses {@code lake.ledger} and {@code
 * lake.table}.
 */
package com.k2.marketdata.lake.read;
