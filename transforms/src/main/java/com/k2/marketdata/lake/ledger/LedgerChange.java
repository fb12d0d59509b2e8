package com.k2.marketdata.lake.ledger;

import java.io.Serializable;

/**
 * How a cycle moves a table's ledger.
 *
 * @param table the table's name, without its namespace
 * @param expected the ledger that the cycle was planned from
 * @param planned the ledger after the cycle; its counts are set at the commit
 */
public record LedgerChange(String table, Ledger expected, Ledger planned) implements Serializable {}
