package com.k2.marketdata.operate.mend;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.EnumMap;
import java.util.Map;

/** The offsets in an exchange's tables. Each table is refreshed and read once. */
final class LakeOffsets {
  private final ExchangeLake lake;
  private final Map<TableRole, TableOffsets> read = new EnumMap<>(TableRole.class);

  LakeOffsets(ExchangeLake lake) {
    this.lake = lake;
  }

  /** The offsets in a table that exists. */
  TableOffsets of(TableRole role) {
    return read.computeIfAbsent(
        role, any -> TableOffsets.read(lake.tables().require(role).table(), lake.topic()));
  }

  /** The offsets of silver's rows and of the dead letters; the number of rows is silver's. */
  TableOffsets outcomes() {
    TableOffsets trades = of(TableRole.SILVER);
    return lake.deadLetters().isPresent() ? trades.with(of(TableRole.DEAD_LETTERS)) : trades;
  }

  /** The names of the tables that have the outcomes, for messages. */
  String outcomeTables() {
    String silver = lake.tables().require(TableRole.SILVER).name();
    return lake.deadLetters().map(table -> silver + " and " + table.name()).orElse(silver);
  }
}
