/**
 * Keeps a topic's dead letters consistent with its silver table: appends those that silver
 * recorded, and removes those that silver was rolled back from. Uses {@code lake.ledger}, {@code
 * lake.ledger.commit} and {@code lake.table}. Commits of cycles, rollbacks and verification use it.
 */
package com.k2.marketdata.lake.deadletter;
