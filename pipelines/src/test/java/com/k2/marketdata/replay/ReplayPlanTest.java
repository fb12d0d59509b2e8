package com.k2.marketdata.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two partitions with the dead letters 0 and 5 each. */
class ReplayPlanTest {
  private static final String TOPIC = "a";

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, TOPIC);
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
  }

  @Test
  void allOpenDeadLettersAreSelected() {
    ReplayPlan plan = plan(DeadLetterFilter.ALL, 10);

    assertThat(plan.reasons()).isEqualTo(Map.of("price_not_positive", 4L));
    assertThat(plan.selected().contains(1, 5)).isTrue();
    assertThat(plan.selected().contains(1, 6)).isFalse();
  }

  @Test
  void filterAndLimitSelectFewer() {
    OffsetRange fromFive = new OffsetRange(1, 5, 10);

    assertThat(plan(new DeadLetterFilter(Set.of(), null, null, 1, fromFive), 10).count())
        .isEqualTo(1);
    assertThat(
            plan(new DeadLetterFilter(Set.of("side_missing"), null, null, null, null), 10).count())
        .isZero();
    ReplayPlan limited = plan(DeadLetterFilter.ALL, 3);
    assertThat(limited.count()).isEqualTo(3);
    assertThat(limited.more()).isEqualTo(1);
  }

  /** Silver was rolled back, and the next start removes the dead letters. */
  @Test
  void deadLettersAheadOfSilverAreNotSelected() {
    Table silver = tables.silver();
    silver.manageSnapshots().rollbackTo(silver.currentSnapshot().parentId()).commit();

    assertThat(plan(DeadLetterFilter.ALL, 10).count()).isZero();
  }

  /** Silver has committed a cycle whose dead letters are not in their table yet. */
  @Test
  void pendingDeadLettersAreSelectedOnceAppended() {
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20))
        .isInstanceOf(SystemFaultException.class);
    assertThat(plan(DeadLetterFilter.ALL, 10).count()).isEqualTo(4);

    tables.sync().settle(tables.silver());

    assertThat(plan(DeadLetterFilter.ALL, 10).count()).isEqualTo(8);
  }

  @Test
  void deadLettersOfAnOlderTopicAreOnlyCounted() {
    Ledger before = tables.ledger(tables.silver());
    TopicIdentity recreated = new TopicIdentity("cluster", TOPIC, "recreated");
    new LedgerCommit(tables.silver(), TOPIC)
        .commit(
            before,
            before.inNewTopic(recreated, "new", 9, Map.of(0, 100L, 1, 100L), "a test"),
            Table::newAppend);

    ReplayPlan plan = plan(DeadLetterFilter.ALL, 10);

    assertThat(plan.count()).isZero();
    assertThat(plan.olderTopic()).isEqualTo(4);
  }

  @Test
  void twoDeadLettersOfOneMessageAreAHole() throws Exception {
    Table deadLetters = tables.deadLetters();
    try (CloseableIterable<FileScanTask> files = deadLetters.newScan().planFiles()) {
      DataFile any = files.iterator().next().file();
      deadLetters.newAppend().appendFile(any.copy()).commit();
    }

    assertThatThrownBy(() -> plan(DeadLetterFilter.ALL, 10))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("more than one row of a-");
  }

  @Test
  void otherTopicsAndMissingTablesAreNamed() {
    assertThatThrownBy(() -> PinnedTopic.pin(tables.lake.config(), RawTrades.BINANCE, "other"))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("has no position in other");
    assertThatThrownBy(
            () ->
                PinnedTopic.pin(
                    TestLake.in(folder.resolve("empty")).config(), RawTrades.BINANCE, TOPIC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Table silver_binance_trades does not exist");
  }

  private ReplayPlan plan(DeadLetterFilter filter, long maxRecords) {
    return ReplayPlan.of(
        PinnedTopic.pin(tables.lake.config(), RawTrades.BINANCE, TOPIC), filter, maxRecords);
  }
}
