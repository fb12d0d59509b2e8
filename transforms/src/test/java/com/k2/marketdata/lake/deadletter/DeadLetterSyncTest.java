package com.k2.marketdata.lake.deadletter;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.write.DeadLetterFixture;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.CountedReads;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I6 and I7 for dead letters: silver's ledger decides which of them belong in their table. */
class DeadLetterSyncTest {
  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, "trades");
  }

  @Test
  void newTablesAreInStep() {
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(settle()).isFalse();
  }

  @Test
  void cyclesLeaveDeadLettersInStep() {
    tables.run("c1", NONE, 10, 10);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c2", EVERY_FIFTH, 20, 20);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c3", NONE, 30, 30);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(settle()).isFalse();
  }

  @Test
  void pendingDeadLettersAreAppendedFromTheirFiles() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    stopBeforeDeadLetters("c2", 20, 20);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    assertThat(settle()).isTrue();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(settle()).isFalse();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L, 15L);
    Ledger deadLetters = tables.ledger(tables.deadLetters());
    assertThat(deadLetters.cycle()).isEqualTo("c2");
    assertThat(deadLetters.next()).isEqualTo(tables.ledger(tables.silver()).next());
    assertThat(deadLetters.rejected()).isEqualTo(4);
  }

  @Test
  void pendingDeadLettersAreAppendedAfterOtherCommits() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    stopBeforeDeadLetters("c1", 10, 10);
    other.run("o1", EVERY_FIFTH, 5, 5);
    tables.deadLetters().newAppend().commit();
    new CarryCommit(tables.deadLetters(), "carry").commit(Table::newAppend);
    assertThat(settle()).isTrue();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(offsets("other", 0)).containsExactly(0L);
    assertThat(other.ledger(tables.deadLetters()).cycle()).isEqualTo("o1");
  }

  @Test
  void rollbackOfSilverRemovesLaterDeadLetters() {
    tables.run("c1", EVERY_FIFTH, 10, 12);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 22);
    tables.run("c3", EVERY_FIFTH, 30, 32);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.AHEAD);
    assertThat(settle()).isTrue();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(offsets("trades", 1)).containsExactly(0L, 5L, 10L);
    Ledger deadLetters = tables.ledger(tables.deadLetters());
    assertThat(deadLetters.cycle()).as("no driver planned from it").isNotEqualTo("c1");
    assertThat(deadLetters.standsFor()).isEqualTo("c1");
    assertThat(deadLetters.next()).isEqualTo(tables.ledger(tables.silver()).next());

    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    long settled = tables.deadLetters().currentSnapshot().snapshotId();
    assertThat(settle()).isFalse();
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(settled);
  }

  @Test
  void secondRollbackWithoutDeadLettersStaysInStep() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long first = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 20);
    long second = tables.silver().currentSnapshot().snapshotId();
    tables.run("c3", EVERY_FIFTH, 30, 30);
    rollBack(tables.silver(), second);
    assertThat(settle()).isTrue();

    rollBack(tables.silver(), first);

    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(settle()).isFalse();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
  }

  @Test
  void rollbackToTheStartRemovesAllDeadLetters() {
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c1", EVERY_FIFTH, 10, 12);
    rollBack(tables.silver(), back);
    assertThat(settle()).isTrue();
    assertThat(TestLake.rows(tables.deadLetters())).isEmpty();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void rollbackWithoutDeadLettersRemovesNothing() {
    tables.run("c1", EVERY_FIFTH, 10, 12);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 22);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
  }

  @Test
  void rollbackBeforeTheFirstDeadLettersRemovesThem() {
    tables.run("c1", NONE, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 20);
    tables.run("c3", EVERY_FIFTH, 30, 30);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.AHEAD);
    settle();
    assertThat(TestLake.rows(tables.deadLetters())).isEmpty();
    assertThat(tables.ledger(tables.deadLetters()).next()).containsEntry(0, 10L);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void processingContinuesAfterRollback() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    rollBack(tables.silver(), back);
    settle();
    tables.run("c3", offset -> offset % 5 == 2, 20, 20);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 12L, 17L);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    stopBeforeDeadLetters("c4", 30, 30);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    settle();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 12L, 17L, 20L, 25L);
  }

  @Test
  void rollbackToTheSamePointWorksTwice() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    for (String cycle : List.of("c2", "c3")) {
      tables.run(cycle, EVERY_FIFTH, 20, 20);
      rollBack(tables.silver(), back);
      assertThat(settle()).isTrue();
      assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
      assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    }
  }

  @Test
  void rollbackKeepsOtherAndRecreatedTopics() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    other.run("o1", EVERY_FIFTH, 20, 20);
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    appendOfFormerTopic(17);
    rollBack(tables.silver(), back);
    settle();
    assertThat(offsets("other", 0)).containsExactly(0L, 5L, 10L, 15L);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 17L);
    assertThat(other.ledger(tables.deadLetters()).cycle()).isEqualTo("o1");
  }

  @Test
  void fileAcrossThePositionIsRewritten() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    List<Object> before = valuesBelow(10);
    compactDeadLetters();
    rollBack(tables.silver(), back);
    assertThat(settle()).isTrue();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(valuesBelow(10)).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void rollbackReadsOnlyMatchingFilesOnce() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    other.run("o1", EVERY_FIFTH, 50, 50);
    tables.run("c1", EVERY_FIFTH, 10, 40);
    tables.run("c2", EVERY_FIFTH, 30, 40);
    long back = tables.silver().currentSnapshot().snapshotId();
    Set<String> before = files();
    tables.run("c3", EVERY_FIFTH, 40, 50);
    Set<String> removed = new TreeSet<>(files());
    removed.removeAll(before);
    appendOfFormerTopic(35);
    rollBack(tables.silver(), back);

    Table counted =
        new TestLake(CountedReads.under(tables.lake.config())).load(CycleFixture.DEAD_LETTERS);
    CountedReads.clear();
    assertThat(new DeadLetterSync(counted, "trades").settle(tables.silver())).isTrue();

    assertThat(removed).isNotEmpty();
    assertThat(CountedReads.opened()).containsExactlyInAnyOrderElementsOf(removed);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 35L);
    assertThat(offsets("trades", 1)).hasSize(8);
    assertThat(offsets("other", 0)).hasSize(10);
  }

  @Test
  void rewrittenFileIsReadOnce() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    compactDeadLetters();
    rollBack(tables.silver(), back);
    Set<String> compacted = files();

    Table counted =
        new TestLake(CountedReads.under(tables.lake.config())).load(CycleFixture.DEAD_LETTERS);
    CountedReads.clear();
    new DeadLetterSync(counted, "trades").settle(tables.silver());

    assertThat(CountedReads.opened()).containsExactlyElementsOf(compacted);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
  }

  @Test
  void newPartitionsAreRemovedToo() {
    tables.run("c1", EVERY_FIFTH, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 10, 10, 10, 10);
    rollBack(tables.silver(), back);

    assertThat(settle()).isTrue();

    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(offsets("trades", 1)).isEmpty();
    assertThat(offsets("trades", 3)).isEmpty();
  }

  @Test
  void rollbackDuringAnotherTopicsCommitLosesNeither() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    rollBack(tables.silver(), back);
    tables
        .lake
        .catalog()
        .beforeNext(CycleFixture.DEAD_LETTERS, () -> other.run("o1", EVERY_FIFTH, 10, 10));
    settle();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(offsets("other", 0)).containsExactly(0L, 5L);
    assertThat(other.ledger(tables.deadLetters()).cycle()).isEqualTo("o1");
    assertThat(tables.ledger(tables.deadLetters()).standsFor()).isEqualTo("c1");
  }

  @Test
  void rollbackDropsPendingDeadLetters() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    stopBeforeDeadLetters("c2", 20, 20);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c3", EVERY_FIFTH, 20, 20);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L, 15L);
  }

  @Test
  void pendingDeadLettersAreFoundAfterTwoRollbacks() {
    rollBackInTwoSteps();
    stopBeforeDeadLetters("c4", 15, 15);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    settle();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void rollbackByHandToEarlierRollbackIsHole() {
    long back = rollBackInTwoSteps();
    tables.run("c4", EVERY_FIFTH, 15, 15);
    rollBack(tables.deadLetters(), back);
    requireHole("c4", "c1");
  }

  /**
   * Rolls silver back over a cycle with dead letters, and then over one without, which does not
   * change the dead-letter table.
   *
   * @return the dead-letter table's snapshot
   */
  private long rollBackInTwoSteps() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long first = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 20);
    long second = tables.silver().currentSnapshot().snapshotId();
    tables.run("c3", EVERY_FIFTH, 30, 30);
    rollBack(tables.silver(), second);
    assertThat(settle()).isTrue();
    rollBack(tables.silver(), first);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    return tables.deadLetters().currentSnapshot().snapshotId();
  }

  @Test
  void rollbackByHandOverOneSnapshotIsHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    rollBack(tables.deadLetters(), back);
    requireHole("c2", "c1");
  }

  @Test
  void rollbackByHandOverSeveralSnapshotsIsHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    tables.run("c3", EVERY_FIFTH, 30, 30);
    rollBack(tables.deadLetters(), back);
    requireHole("c3", "c1");
  }

  @Test
  void rollbackByHandOfDeadLettersIsHole() {
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c1", EVERY_FIFTH, 10, 10);
    tables.run("c2", NONE, 20, 20);
    rollBack(tables.deadLetters(), back);
    requireHole("c1", "start");
  }

  @Test
  void restoredDeadLettersAreInStep() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long first = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    long newest = tables.deadLetters().currentSnapshot().snapshotId();
    rollBack(tables.deadLetters(), first);
    tables.deadLetters().manageSnapshots().setCurrentSnapshot(newest).commit();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void tableWithoutTheTopicIsAHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    Ledger silver = tables.ledger(tables.silver());
    assertThat(new DeadLetterSync(tables.deadLetters(), "unseen").state(silver))
        .isEqualTo(DeadLetterState.BEHIND);
  }

  @Test
  void concurrentCyclesAreNotTakenForARollback() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    AtomicInteger reads = new AtomicInteger();
    boolean changed =
        tables
            .sync()
            .align(
                () -> {
                  Ledger silver = tables.ledger(tables.silver());
                  if (reads.getAndIncrement() == 0) {
                    tables.run("c2", EVERY_FIFTH, 20, 20);
                  }
                  return silver;
                });
    assertThat(changed).isFalse();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L, 15L);
  }

  @Test
  void concurrentCyclesAreNotTakenForAHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    AtomicInteger reads = new AtomicInteger();
    boolean changed =
        tables
            .sync()
            .align(
                () -> {
                  if (reads.getAndIncrement() == 0) {
                    tables.run("c2", EVERY_FIFTH, 20, 20);
                    tables.run("c3", EVERY_FIFTH, 30, 30);
                  }
                  return tables.ledger(tables.silver());
                });
    assertThat(changed).isFalse();
  }

  private void requireHole(String ofSilver, String found) {
    long before = tables.deadLetters().currentSnapshot().snapshotId();
    assertThat(state()).isEqualTo(DeadLetterState.BEHIND);
    assertThatThrownBy(this::settle)
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("of cycle " + ofSilver)
        .hasMessageContaining("of " + found)
        .hasMessageContaining("k2 rollback");
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(before);
  }

  private DeadLetterState state() {
    return tables.sync().state(tables.ledger(tables.silver()));
  }

  private boolean settle() {
    return tables.sync().settle(tables.silver());
  }

  private void stopBeforeDeadLetters(String id, long... to) {
    CycleFixture.Cycle cycle = tables.cycle(id, to);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt("by " + id, EVERY_FIFTH)))
        .isInstanceOf(SystemFaultException.class);
  }

  private static void rollBack(Table table, long snapshot) {
    table.manageSnapshots().rollbackTo(snapshot).commit();
  }

  /** Appends a dead letter of a deleted topic of the same name. */
  private void appendOfFormerTopic(long offset) {
    Table table = tables.deadLetters();
    KafkaMessage message = tables.message(0, offset);
    KafkaMessage former =
        new KafkaMessage(
            message.topic(),
            "former-topic-id",
            message.partition(),
            message.offset(),
            message.timestampMillis(),
            message.ingestedMicros(),
            message.headers(),
            message.key(),
            message.value());
    List<DataFile> files =
        DeadLetterFixture.write(
            table,
            CycleFixture.BRONZE,
            List.of(new Outcome.Rejected(former, RejectReason.PRICE_NOT_POSITIVE, "former", 7)));
    new CarryCommit(table, "former").commit(current -> append(current, files));
  }

  private void compactDeadLetters() {
    Table table = tables.deadLetters();
    List<Outcome.Rejected> rejected = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      for (long offset : offsets("trades", partition)) {
        rejected.add((Outcome.Rejected) tables.rejected(partition, offset, "detail"));
      }
    }
    List<DataFile> compacted = DeadLetterFixture.write(table, CycleFixture.BRONZE, rejected);
    assertThat(compacted).hasSize(1);
    new CarryCommit(table, "compaction")
        .commit(
            current -> {
              OverwriteFiles overwrite = current.newOverwrite();
              overwrite.overwriteByRowFilter(Expressions.alwaysTrue());
              compacted.forEach(overwrite::addFile);
              return overwrite;
            });
  }

  private static AppendFiles append(Table table, List<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    return append;
  }

  /** The locations of the current data files. */
  private Set<String> files() {
    Table table = tables.deadLetters();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      Set<String> locations = new TreeSet<>();
      tasks.forEach(task -> locations.add(task.file().location()));
      return locations;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Object> valuesBelow(long offset) {
    return TestLake.rows(tables.deadLetters()).stream()
        .filter(row -> (long) row.getField("kafka_offset") < offset)
        .map(row -> (Object) (row.getField("raw_record") + "/" + row.getField("error_reason")))
        .toList();
  }

  private List<Long> offsets(String topic, int partition) {
    return TestLake.rows(tables.deadLetters()).stream()
        .filter(row -> row.getField("kafka_topic").equals(topic))
        .filter(row -> row.getField("kafka_partition").equals(partition))
        .map(row -> (Long) row.getField("kafka_offset"))
        .sorted()
        .toList();
  }
}
