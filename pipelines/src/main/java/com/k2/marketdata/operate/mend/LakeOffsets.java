package com.k2.marketdata.operate.mend;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.EnumMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The offsets in an exchange's tables. Each table is refreshed and read once. */
final class LakeOffsets {
  private final ExchangeLake lake;
  private final Map<TableRole, TableOffsets> read = new EnumMap<>(TableRole.class);
  private @Nullable TableOffsets replayed;

  LakeOffsets(ExchangeLake lake) {
    this.lake = lake;
  }

  /** The offsets in a table that exists. */
  TableOffsets of(TableRole role) {
    return read.computeIfAbsent(
        role, any -> TableOffsets.read(lake.tables().require(role).table(), lake.topic()));
  }

  /** The offsets of silver's rows, without those that replays added: they have dead letters. */
  TableOffsets trades() {
    return of(TableRole.SILVER).minus(replayed());
  }

  /** The offsets of silver's rows and of the dead letters; the number of rows is silver's. */
  TableOffsets outcomes() {
    TableOffsets silver = of(TableRole.SILVER);
    return lake.deadLetters().isPresent()
        ? silver.with(of(TableRole.DEAD_LETTERS), replayed())
        : silver;
  }

  private TableOffsets replayed() {
    of(TableRole.SILVER);
    if (replayed == null) {
      replayed =
          TableOffsets.readReplayed(lake.tables().require(TableRole.SILVER).table(), lake.topic());
    }
    return replayed;
  }

  /** The names of the tables that have the outcomes, for messages. */
  String outcomeTables() {
    String silver = lake.tables().require(TableRole.SILVER).name();
    return lake.deadLetters().map(table -> silver + " and " + table.name()).orElse(silver);
  }
}
