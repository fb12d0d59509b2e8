package com.k2.marketdata.lake.deadletter;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.write.DeadLetterFixture;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I6 and I7 for dead letters: silver's ledger decides what belongs in their table. */
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
  void cyclesWithAndWithoutDeadLettersLeaveThemInStep() {
    tables.run("c1", NONE, 10, 10);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c2", EVERY_FIFTH, 20, 20);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c3", NONE, 30, 30);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(settle()).isFalse();
  }

  @Test
  void deadLettersThatSilverIntendedArePendingAndAreCompletedFromTheirFiles() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    dieBeforeDeadLetters("c2", 20, 20);
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
  void pendingDeadLettersAreCompletedBehindOtherTopicsAndOtherTools() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    dieBeforeDeadLetters("c1", 10, 10);
    other.run("o1", EVERY_FIFTH, 5, 5);
    tables.deadLetters().newAppend().commit();
    LedgerCommit.carry(tables.deadLetters(), Table::newAppend);
    assertThat(settle()).isTrue();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
    assertThat(offsets("other", 0)).containsExactly(0L);
    assertThat(other.ledger(tables.deadLetters()).cycle()).isEqualTo("o1");
  }

  @Test
  void ifSilverWentBackTheLaterDeadLettersGo() {
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
    assertThat(deadLetters.cycle()).as("nobody planned from it").isNotEqualTo("c1");
    assertThat(DeadLetterComparison.cycleOf(deadLetters)).isEqualTo("c1");
    assertThat(deadLetters.next()).isEqualTo(tables.ledger(tables.silver()).next());

    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    long settled = tables.deadLetters().currentSnapshot().snapshotId();
    assertThat(settle()).isFalse();
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(settled);
  }

  @Test
  void ifSilverWentBackOnceMoreOverCyclesWithoutDeadLettersTheyAreStillInStep() {
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
  void ifSilverWentBackToItsStartAllDeadLettersGo() {
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c1", EVERY_FIFTH, 10, 12);
    rollBack(tables.silver(), back);
    assertThat(settle()).isTrue();
    assertThat(TestLake.rows(tables.deadLetters())).isEmpty();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void ifSilverWentBackOverCyclesWithoutDeadLettersNothingIsRemoved() {
    tables.run("c1", EVERY_FIFTH, 10, 12);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 22);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L);
  }

  @Test
  void ifSilverWentBackBetweenCyclesWithoutDeadLettersTheLaterOnesGo() {
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
  void processingGoesOnAfterGoingBack() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    rollBack(tables.silver(), back);
    settle();
    tables.run("c3", offset -> offset % 5 == 2, 20, 20);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 12L, 17L);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    dieBeforeDeadLetters("c4", 30, 30);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    settle();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 12L, 17L, 20L, 25L);
  }

  @Test
  void goingBackTwiceToTheSamePlaceWorksTwice() {
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
  void goingBackKeepsOtherTopicsAndEarlierTopicsOfTheSameName() {
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
  void aFileThatHoldsBothSidesOfThePositionIsWrittenAnewWithTheEarlierRows() {
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
  void goingBackBesideAnotherTopicsCommitLosesNeither() {
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
    assertThat(DeadLetterComparison.cycleOf(tables.ledger(tables.deadLetters()))).isEqualTo("c1");
  }

  @Test
  void pendingDeadLettersOfACycleThatSilverWentBackFromAreForgotten() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    dieBeforeDeadLetters("c2", 20, 20);
    rollBack(tables.silver(), back);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    tables.run("c3", EVERY_FIFTH, 20, 20);
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L, 15L);
  }

  @Test
  void pendingDeadLettersAreNotLostThoughTheirTableWasTakenBackLessFarThanSilver() {
    goBackInTwoSteps();
    dieBeforeDeadLetters("c4", 15, 15);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    settle();
    assertThat(offsets("trades", 0)).containsExactly(0L, 5L, 10L);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void deadLettersRolledBackByHandToWhereTheyWereTakenBackAreAHole() {
    long back = goBackInTwoSteps();
    tables.run("c4", EVERY_FIFTH, 15, 15);
    rollBack(tables.deadLetters(), back);
    requireHole("c4", "c1");
  }

  /**
   * Silver goes back over a cycle with dead letters, then further over one without, of which their
   * table takes no notice.
   *
   * @return the dead-letter table's snapshot
   */
  private long goBackInTwoSteps() {
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
  void deadLettersRolledBackByHandByOneSnapshotAreAHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    rollBack(tables.deadLetters(), back);
    requireHole("c2", "c1");
  }

  @Test
  void deadLettersRolledBackByHandBySeveralSnapshotsAreAHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    tables.run("c3", EVERY_FIFTH, 30, 30);
    rollBack(tables.deadLetters(), back);
    requireHole("c3", "c1");
  }

  @Test
  void deadLettersRolledBackByHandAreAHoleAlsoIfLaterCyclesHadNone() {
    long back = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c1", EVERY_FIFTH, 10, 10);
    tables.run("c2", NONE, 20, 20);
    rollBack(tables.deadLetters(), back);
    requireHole("c1", "start");
  }

  @Test
  void deadLettersRolledBackByHandAndPutBackAreInStep() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    long first = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", EVERY_FIFTH, 20, 20);
    long newest = tables.deadLetters().currentSnapshot().snapshotId();
    rollBack(tables.deadLetters(), first);
    tables.deadLetters().manageSnapshots().setCurrentSnapshot(newest).commit();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void aDeadLetterTableThatNeverSawTheTopicIsAHoleIfSilverHadSome() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    Ledger silver = tables.ledger(tables.silver());
    assertThat(new DeadLetterSync(tables.deadLetters(), "unseen").state(silver))
        .isEqualTo(DeadLetterState.BEHIND);
  }

  @Test
  void anotherDriversCyclesWhileSilverIsReadAreNotTakenForARollBack() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    AtomicInteger reads = new AtomicInteger();
    boolean changed =
        tables
            .sync()
            .settle(
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
  void anotherDriversCyclesBeforeSilverIsReadAreNotTakenForAHole() {
    tables.run("c1", EVERY_FIFTH, 10, 10);
    AtomicInteger reads = new AtomicInteger();
    boolean changed =
        tables
            .sync()
            .settle(
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
    return tables.sync().settle(tables.ledger(tables.silver()));
  }

  private void dieBeforeDeadLetters(String id, long... to) {
    CycleFixture.Cycle cycle = tables.cycle(id, to);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt("by " + id, EVERY_FIFTH)))
        .isInstanceOf(SystemFaultException.class);
  }

  private static void rollBack(Table table, long snapshot) {
    table.manageSnapshots().rollbackTo(snapshot).commit();
  }

  /** A dead letter of a topic of the same name that was deleted since. */
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
    LedgerCommit.carry(table, current -> append(current, files));
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
    LedgerCommit.carry(
        table,
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
