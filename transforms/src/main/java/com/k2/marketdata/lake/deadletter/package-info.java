/**
 * Keeps a topic's dead letters consistent with its silver table: completes what silver intended,
 * and removes what silver was rolled back from. Uses {@code lake.ledger} and {@code lake.table}.
 * Commits of cycles, roll-backs and verification use it.
 */
package com.k2.marketdata.lake.deadletter;
