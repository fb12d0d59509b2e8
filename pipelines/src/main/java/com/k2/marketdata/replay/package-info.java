/**
 * Brings dead letters back: judges them again with today's rules, and adds those that have become
 * valid trades to silver. Uses {@code verify.scan} to read files, {@code lake.write} to write them,
 * and {@code lake.ledger.commit} to commit.
 */
package com.k2.marketdata.replay;
