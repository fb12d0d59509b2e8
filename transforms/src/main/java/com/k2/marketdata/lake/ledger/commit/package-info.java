/**
 * Commits by compare and set: those that move a ledger with the rows, those that carry all ledgers
 * unchanged, and rollbacks. Uses {@code lake.ledger} and {@code lake.catalog}; everything that
 * commits to a table uses it.
 */
package com.k2.marketdata.lake.ledger.commit;
