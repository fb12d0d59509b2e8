package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.trade.RejectReason;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The row that K2 would write for a message today.
 *
 * @param table silver or the dead letters
 * @param values in the order of {@link ComparedColumn#of}, in Iceberg's internal representation
 * @param reason why the message is a dead letter; null for a trade
 */
public record ExpectedRow(TableRole table, Object[] values, @Nullable RejectReason reason) {}
