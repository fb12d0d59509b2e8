package com.k2.marketdata.lake.ledger;

import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a cycle moves a table's ledger.
 *
 * @param table the table's name, without its namespace
 * @param expected what the cycle was planned from
 * @param planned where it leads; its counts are set at the commit
 */
public record LedgerChange(String table, @Nullable Ledger expected, Ledger planned)
    implements Serializable {}
