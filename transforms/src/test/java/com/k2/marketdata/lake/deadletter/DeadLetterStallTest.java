package com.k2.marketdata.lake.deadletter;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I3 for dead letters: a driver that stalled while silver was rolled back cannot append any. */
class DeadLetterStallTest {
  /** Changed rules: other messages are dead letters. */
  private static final LongPredicate CHANGED_RULES = offset -> offset % 5 == 1;

  @TempDir private Path folder;
  private CycleFixture tables;
  private long back;

  @BeforeEach
  void oneCycle() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10);
    back = tables.silver().currentSnapshot().snapshotId();
  }

  @Test
  void nextStartLocksOutAStalledDriver() {
    stall("c2", EVERY_FIFTH, 20);
    rollBackSilver();
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);

    assertThat(settle()).isTrue();

    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
    long settled = tables.deadLetters().currentSnapshot().snapshotId();
    assertThat(settle()).isFalse();
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(settled);
  }

  @Test
  void stalledDriverResumesAfterCyclesWithoutDeadLetters() {
    CycleFixture.Cycle zombie = tables.cycle("zombie", 20);
    List<TaskResult> results = zombie.attempt("zombie", EVERY_FIFTH);
    beforeItsDeadLetters(
        () -> {
          rollBackSilver();
          settle();
          tables.run("c2", NONE, 20);
        });

    assertThatThrownBy(() -> zombie.commit(results)).isInstanceOf(ConflictException.class);

    requireExactlyOnce(20, Set.of(0L, 5L));
    tables.run("c3", CHANGED_RULES, 30);
    requireExactlyOnce(30, Set.of(0L, 5L, 21L, 26L));
  }

  @Test
  void stalledDriverResumesAfterNewDeadLetters() {
    CycleFixture.Cycle zombie = tables.cycle("zombie", 20);
    List<TaskResult> results = zombie.attempt("zombie", EVERY_FIFTH);
    beforeItsDeadLetters(
        () -> {
          rollBackSilver();
          settle();
          tables.run("c2", CHANGED_RULES, 20);
        });

    assertThatThrownBy(() -> zombie.commit(results)).isInstanceOf(ConflictException.class);

    requireExactlyOnce(20, Set.of(0L, 5L, 11L, 16L));
  }

  @Test
  void stalledDriverResumesAfterAppendAndRemoval() {
    Ledger recorded = stall("c2", EVERY_FIFTH, 20);
    settle();
    rollBackSilver();
    settle();
    tables.run("c3", NONE, 20);

    tables.sync().complete(recorded, tables.silver());

    requireExactlyOnce(20, Set.of(0L, 5L));
  }

  @Test
  void stalledDriverChecksSilverBeforeItsCommit() {
    Ledger recorded = stall("c2", EVERY_FIFTH, 20);
    rollBackSilver();

    assertThatThrownBy(() -> tables.sync().complete(recorded, tables.silver()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("c2 was rolled back");

    requireExactlyOnce(10, Set.of(0L, 5L));
  }

  @Test
  void commitDuringLockOutIsRemovedAgain() {
    Ledger recorded = stall("c2", EVERY_FIFTH, 20);
    DeadLetterSync zombie = tables.sync();
    rollBackSilver();
    tables.lake.catalog().beforeNext(CycleFixture.DEAD_LETTERS, () -> zombie.align(() -> recorded));

    assertThat(settle()).isTrue();

    requireExactlyOnce(10, Set.of(0L, 5L));
  }

  @Test
  void driverStalledBeforeSilversCommitIsRefused() {
    CycleFixture.Cycle zombie = tables.cycle("zombie", 20);
    List<TaskResult> results = zombie.attempt("zombie", EVERY_FIFTH);
    long bronze = tables.bronze().currentSnapshot().snapshotId();
    goForwardAndBack();
    tables.bronze().manageSnapshots().rollbackTo(bronze).commit();
    long before = tables.silver().currentSnapshot().snapshotId();

    assertThatThrownBy(() -> zombie.commit(results))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Silver was left unchanged");

    assertThat(tables.silver().currentSnapshot().snapshotId()).isEqualTo(before);
    requireExactlyOnce(10, Set.of(0L, 5L));
  }

  @Test
  void driverStalledInSilversCommitIsCompletedLater() {
    CycleFixture.Cycle zombie = tables.cycle("zombie", 20);
    List<TaskResult> results = zombie.attempt("zombie", EVERY_FIFTH);
    tables.lake.catalog().beforeNext(CycleFixture.SILVER, this::goForwardAndBack);

    assertThatThrownBy(() -> zombie.commit(results)).isInstanceOf(ConflictException.class);

    assertThat(tables.ledger(tables.silver()).cycle()).isEqualTo("zombie");
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    assertThat(settle()).isTrue();
    requireExactlyOnce(20, Set.of(0L, 5L, 10L, 15L));
  }

  @Test
  void severalRollbacksLockOutEachStalledDriver() {
    for (String name : List.of("z1", "z2", "z3")) {
      Ledger recorded = stall(name, EVERY_FIFTH, 20);
      rollBackSilver();
      assertThat(settle()).isTrue();
      assertThatThrownBy(() -> tables.sync().complete(recorded, tables.silver()))
          .isInstanceOf(ConflictException.class);
    }
    tables.run("c2", CHANGED_RULES, 20);
    requireExactlyOnce(20, Set.of(0L, 5L, 11L, 16L));
    rollBackSilver();
    assertThat(state()).isEqualTo(DeadLetterState.AHEAD);
    settle();
    requireExactlyOnce(10, Set.of(0L, 5L));
  }

  /** Commits another driver's cycle and rolls it back. */
  private void goForwardAndBack() {
    tables.run("c2", EVERY_FIFTH, 15);
    rollBackSilver();
    settle();
  }

  private void beforeItsDeadLetters(Runnable meanwhile) {
    tables.lake.catalog().beforeNext(CycleFixture.DEAD_LETTERS, meanwhile);
  }

  /** Commits a cycle to bronze and silver only, and returns the ledger that it recorded. */
  private Ledger stall(String id, LongPredicate rejected, long to) {
    CycleFixture.Cycle cycle = tables.cycle(id, to);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt(id, rejected)))
        .isInstanceOf(SystemFaultException.class);
    assertThat(state()).isEqualTo(DeadLetterState.PENDING);
    return tables.ledger(tables.silver());
  }

  private void rollBackSilver() {
    tables.silver().manageSnapshots().rollbackTo(back).commit();
  }

  /** What a pipeline does at its start. */
  private boolean settle() {
    return tables.sync().settle(tables.silver());
  }

  private DeadLetterState state() {
    return tables.sync().state(tables.ledger(tables.silver()));
  }

  /** Of the offsets below the end, these are dead letters and all others are in silver. */
  private void requireExactlyOnce(long end, Set<Long> rejected) {
    Set<Long> accepted = new TreeSet<>();
    for (long offset = 0; offset < end; offset++) {
      if (!rejected.contains(offset)) {
        accepted.add(offset);
      }
    }
    assertThat(offsets(tables.deadLetters())).containsExactlyInAnyOrderElementsOf(rejected);
    assertThat(offsets(tables.silver())).containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(state()).isEqualTo(DeadLetterState.IN_STEP);
  }

  private static List<Long> offsets(Table table) {
    return TestLake.rows(table).stream().map(row -> (Long) row.getField("kafka_offset")).toList();
  }
}
