package com.k2.marketdata.cycle;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I1: the snapshot that adds rows carries the next offset of every partition. */
class I1PositionTest {
  @TempDir private Path folder;
  private CycleFixture tables;

  /** Where a row's message is in the topic. */
  private record At(int partition, long offset) {}

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, "trades");
  }

  @Test
  void everySnapshotWithRowsCarriesTheirPosition() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    tables.run("c2", NONE, 15, 20);
    tables.run("c3", EVERY_FIFTH, 30, 40);

    requirePositions(3, 3, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "BREAK, binance bronze", "BREAK_AFTER, binance bronze", "LOSE_ANSWER, binance bronze",
    "BREAK, binance silver", "BREAK_AFTER, binance silver", "LOSE_ANSWER, binance silver",
    "BREAK, dead letters", "BREAK_AFTER, dead letters", "LOSE_ANSWER, dead letters",
  })
  void retriedCommitsNeverSeparateRowsFromPosition(Fault.Action action, String where) {
    String table =
        switch (where) {
          case "binance bronze" -> CycleFixture.BRONZE;
          case "binance silver" -> CycleFixture.SILVER;
          default -> CycleFixture.DEAD_LETTERS;
        };
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    tables.lake.catalog().next(action, table);
    try {
      cycle.commit(cycle.attempt("first", EVERY_FIFTH));
    } catch (SystemFaultException e) {
      cycle.commit(cycle.attempt("second", EVERY_FIFTH));
    }
    tables.run("c2", EVERY_FIFTH, 30, 40);

    requirePositions(2, 2, 2);
  }

  /** Checks each table's history, which must have this many snapshots that add rows. */
  private void requirePositions(int bronze, int silver, int deadLetters) {
    assertThat(snapshotsWithRows(tables.bronze(), "partition", "offset")).isEqualTo(bronze);
    assertThat(snapshotsWithRows(tables.silver(), "kafka_partition", "kafka_offset"))
        .isEqualTo(silver);
    assertThat(snapshotsWithRows(tables.deadLetters(), "kafka_partition", "kafka_offset"))
        .isEqualTo(deadLetters);
    Table table = tables.bronze();
    long read = tables.ledger(table).next().values().stream().mapToLong(next -> next).sum();
    assertThat(rows(table, table.currentSnapshot(), "partition", "offset"))
        .hasSize(Math.toIntExact(read));
  }

  /** Requires that the rows of each snapshot lie between its parent's position and its own. */
  private int snapshotsWithRows(Table table, String partition, String offset) {
    List<Snapshot> oldestFirst = new ArrayList<>();
    SnapshotUtil.ancestorsOf(table.currentSnapshot().snapshotId(), table::snapshot)
        .forEach(snapshot -> oldestFirst.add(0, snapshot));
    Set<At> before = Set.of();
    Ledger position = null;
    int withRows = 0;
    for (Snapshot snapshot : oldestFirst) {
      Ledger ledger = TableLedgers.of(snapshot).get(tables.topic);
      assertThat(ledger).as("ledger of %s", snapshot).isNotNull();
      Set<At> rows = rows(table, snapshot, partition, offset);
      Set<At> added = new HashSet<>(rows);
      added.removeAll(before);
      Ledger parent = position;
      assertThat(added)
          .as("rows of cycle %s in %s", ledger.cycle(), table.name())
          .allMatch(at -> at.offset >= parent.next(at.partition))
          .allMatch(at -> at.offset < ledger.next(at.partition));
      withRows += added.isEmpty() ? 0 : 1;
      before = rows;
      position = ledger;
    }
    return withRows;
  }

  private static Set<At> rows(Table table, Snapshot snapshot, String partition, String offset) {
    try (CloseableIterable<Record> all =
        IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
      Set<At> rows = new HashSet<>();
      all.forEach(
          row -> rows.add(new At((Integer) row.getField(partition), (Long) row.getField(offset))));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
