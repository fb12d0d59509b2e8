package com.k2.marketdata.maintain;

import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.maintain.expire.Floor;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFloorsTest {
  private static final TableName BRONZE = name(TableRole.BRONZE);
  private static final TableName SILVER = name(TableRole.SILVER);
  private static final TableName DEAD_LETTERS = name(TableRole.DEAD_LETTERS);

  @TempDir private Path folder;

  @Test
  void bronzeThatSilverHasReadHasNoFloor() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", NONE, 10, 10);
    assertThat(floors(tables).of(BRONZE, tables.bronze())).isEmpty();
    assertThat(floors(tables).of(SILVER, tables.silver())).isEmpty();
  }

  @Test
  void bronzeKeepsTheSnapshotThatSilverHasRead() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", NONE, 10, 10);
    long read = tables.bronze().currentSnapshot().snapshotId();
    advanceBronze(tables, "b2", 20);
    advanceBronze(tables, "b3", 30);
    assertThat(floors(tables).of(BRONZE, tables.bronze()))
        .containsExactly(new Floor.FromSnapshot(read, "silver has not read the rows after it"));
  }

  @Test
  void deadLettersKeepWhatIsYoungerThanSilver() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", NONE, 10, 10);
    SnapshotFloors floors = floors(tables);
    Instant first = OldestSnapshot.of(tables.silver()).orElseThrow();
    assertThat(since(floors, tables)).isEqualTo(first.minus(SKEW));
    floors.keeps(BRONZE, Optional.of(first.plusSeconds(9)));
    assertThat(since(floors, tables)).isEqualTo(first.minus(SKEW));
    floors.keeps(SILVER, Optional.of(first.plusSeconds(5)));
    assertThat(since(floors, tables)).isEqualTo(first.plusSeconds(5).minus(SKEW));
  }

  /** Clocks of drivers may differ by this much. */
  private static final Duration SKEW = Duration.ofHours(1);

  private static Instant since(SnapshotFloors floors, CycleFixture tables) {
    List<Floor> found = floors.of(DEAD_LETTERS, tables.deadLetters());
    assertThat(found).hasSize(1);
    return ((Floor.Since) found.get(0)).instant();
  }

  private static void advanceBronze(CycleFixture tables, String cycle, long to) {
    Table bronze = tables.bronze();
    var ledger = tables.ledger(bronze);
    new LedgerCommit(bronze, tables.topic)
        .commit(
            ledger,
            ledger.advancedTo(cycle, ledger.clock() + 1, Map.of(0, to, 1, to)),
            Table::newAppend);
  }

  private static SnapshotFloors floors(CycleFixture tables) {
    return new SnapshotFloors(tables.lake.config());
  }

  private static TableName name(TableRole role) {
    return new TableName(role, Exchanges.named("binance"));
  }
}
