package com.k2.marketdata.lake.commit;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.BranchReset;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.testing.BronzeSums;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits of cycles to bronze, silver and dead letters, with and without faults. */
class CycleCommitTest {
  /** Changed rules: other messages are dead letters. */
  private static final LongPredicate CHANGED_RULES = offset -> offset % 5 == 1;

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, "trades");
  }

  @Test
  void everyMessageIsCommittedExactlyOnce() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    tables.run("c2", EVERY_FIFTH, 15, 20);
    requireExactlyOnce(15, 20);
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(7);
  }

  @Test
  void everyTableHasPositionAndCounts() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    Ledger bronze = tables.ledger(tables.bronze());
    assertThat(bronze.next()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 10L, 1, 20L));
    assertThat(bronze.read()).isEqualTo(30);
    assertThat(bronze.accepted()).isEqualTo(30);
    Ledger silver = tables.ledger(tables.silver());
    assertThat(silver.next()).isEqualTo(bronze.next());
    assertThat(silver.cycle()).isEqualTo("c1");
    assertThat(silver.accepted()).isEqualTo(24);
    assertThat(silver.rejected()).isEqualTo(6);
    assertThat(silver.intent().rows()).isEqualTo(6);
    Ledger deadLetters = tables.ledger(tables.deadLetters());
    assertThat(deadLetters.cycle()).isEqualTo("c1");
    assertThat(deadLetters.next()).isEqualTo(silver.next());
    assertThat(deadLetters.rejected()).isEqualTo(6);
    assertThat(deadLetters.intent()).isNull();
  }

  @Test
  void cycleWithoutDeadLettersDoesNotCommitThem() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    long before = tables.deadLetters().currentSnapshot().snapshotId();
    tables.run("c2", NONE, 20, 20);
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(before);
    assertThat(tables.ledger(tables.silver()).intent().cycle()).isEqualTo("c1");
    tables.run("c3", EVERY_FIFTH, 30, 20);
    assertThat(tables.ledger(tables.silver()).intent().previous()).isEqualTo("c1");
    requireExactlyOnce(30, 20);
  }

  @Test
  void cycleOfDeadLettersOnlyMovesSilver() {
    tables.run("c1", offset -> true, 3, 0);
    assertThat(tables.ledger(tables.silver()).next(0)).isEqualTo(3);
    requireExactlyOnce(3, 0);
  }

  @Test
  void bronzeAheadTakesOnlyMissingOffsets() {
    CycleFixture.Cycle lost = tables.cycle("c1", 10, 20);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.SILVER);
    assertThatThrownBy(() -> lost.commit(lost.attempt("lost", EVERY_FIFTH)))
        .isInstanceOf(SystemFaultException.class);
    assertThat(tables.ledger(tables.bronze()).next(0)).isEqualTo(10);
    assertThat(tables.ledger(tables.silver()).next(0)).isZero();
    tables.run("c2", CHANGED_RULES, 15, 20);
    requireExactlyOnce(15, 20);
  }

  @Test
  void incompleteResultsChangeNoTable() {
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    List<TaskResult> results = cycle.attempt("detail", EVERY_FIFTH);
    assertThatThrownBy(() -> cycle.commit(results.subList(0, 1)))
        .isInstanceOf(IncompleteCycleException.class);
    assertThat(snapshots()).containsExactly(1, 1, 1);
  }

  @Test
  void repeatedCommitChangesNothing() {
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    cycle.commit(cycle.attempt("first", EVERY_FIFTH));
    List<Integer> before = snapshots();
    cycle.commit(cycle.attempt("second", EVERY_FIFTH));
    assertThat(snapshots()).isEqualTo(before);
    requireExactlyOnce(10, 20);
    assertThat(details()).containsOnly("first");
  }

  @Test
  void laterAttemptAppendsDeadLettersOfCommittedAttempt() {
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt("first", EVERY_FIFTH)))
        .isInstanceOf(SystemFaultException.class);
    cycle.commit(cycle.attempt("second", EVERY_FIFTH));
    requireExactlyOnce(10, 20);
    assertThat(details()).containsOnly("first");
  }

  @Test
  void repeatedCommitOfAnOldCycleChangesNothing() {
    CycleFixture.Cycle old = tables.cycle("c1", 10, 20);
    old.commit(old.attempt("first", EVERY_FIFTH));
    tables.run("c2", EVERY_FIFTH, 20, 30);
    List<Integer> before = snapshots();
    old.commit(old.attempt("zombie", EVERY_FIFTH));
    assertThat(snapshots()).isEqualTo(before);
    requireExactlyOnce(20, 30);
  }

  @Test
  void commitPlannedBeforeAnotherDriversChangesNothing() {
    CycleFixture.Cycle zombie = tables.cycle("zombie", 10, 20);
    List<TaskResult> results = zombie.attempt("zombie", EVERY_FIFTH);
    tables.run("c1", EVERY_FIFTH, 5, 5);
    List<Integer> before = snapshots();
    assertThatThrownBy(() -> zombie.commit(results)).isInstanceOf(ConflictException.class);
    assertThat(snapshots()).isEqualTo(before);
    requireExactlyOnce(5, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "BREAK, binance bronze", "BREAK_AFTER, binance bronze", "LOSE_REQUEST, binance bronze",
    "BREAK, binance silver", "BREAK_AFTER, binance silver", "LOSE_REQUEST, binance silver",
    "BREAK, dead letters", "BREAK_AFTER, dead letters", "LOSE_REQUEST, dead letters",
  })
  void startAfterAnyFaultIsExactlyOnce(Fault.Action action, String where) {
    tables.run("c0", EVERY_FIFTH, 3, 4);
    String table =
        switch (where) {
          case "binance bronze" -> CycleFixture.BRONZE;
          case "binance silver" -> CycleFixture.SILVER;
          default -> CycleFixture.DEAD_LETTERS;
        };
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    tables.lake.catalog().next(action, table);
    try {
      cycle.commit(cycle.attempt("c1", EVERY_FIFTH));
    } catch (SystemFaultException e) {
      assertThat(action).isNotEqualTo(Fault.Action.BREAK_AFTER);
    }
    // The next start has other rules, but must not judge messages again.
    tables.sync().settle(tables.silver());
    tables.run("c2", CHANGED_RULES, 15, 20);
    requireExactlyOnce(15, 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"BREAK", "BREAK_AFTER"})
  void faultWhileSettlingIsRepairedNextTime(Fault.Action action) {
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt("c1", EVERY_FIFTH)))
        .isInstanceOf(SystemFaultException.class);
    tables.lake.catalog().next(action, CycleFixture.DEAD_LETTERS);
    try {
      tables.sync().settle(tables.silver());
    } catch (SystemFaultException e) {
      assertThat(action).isEqualTo(Fault.Action.BREAK);
    }
    tables.sync().settle(tables.silver());
    tables.run("c2", EVERY_FIFTH, 11, 22);
    requireExactlyOnce(11, 22);
  }

  @Test
  void topicsKeepTheirPositionsInTheSharedTable() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    tables.run("c1", EVERY_FIFTH, 10, 0);
    other.run("o1", EVERY_FIFTH, 5, 0);
    tables.run("c2", EVERY_FIFTH, 20, 0);
    assertThat(tables.ledger(tables.deadLetters()).cycle()).isEqualTo("c2");
    assertThat(other.ledger(tables.deadLetters()).cycle()).isEqualTo("o1");
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(4 + 1);
    assertThat(tables.sync().state(tables.ledger(tables.silver())))
        .isEqualTo(DeadLetterState.IN_STEP);
  }

  @Test
  void abandonedAttemptIsNotInTheSum() {
    CycleFixture.Cycle cycle = tables.cycle("c1", 10, 20);
    cycle.attempt("killed", EVERY_FIFTH);
    List<TaskResult> results = cycle.attempt("second", EVERY_FIFTH);
    Collections.reverse(results);
    cycle.commit(results);
    requireExactlyOnce(10, 20);
  }

  @Test
  void rollbackTakesTheSumBack() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    long target = tables.bronze().currentSnapshot().snapshotId();
    long silverTarget = tables.silver().currentSnapshot().snapshotId();
    Ledger before = tables.ledger(tables.bronze());
    tables.run("c2", NONE, 15, 30);
    reset(tables.silver(), silverTarget);
    reset(tables.bronze(), target);
    assertThat(tables.ledger(tables.bronze()).sums()).isEqualTo(before.sums());
    BronzeSums.requireMatch(tables.bronze(), before);
    tables.run("c3", NONE, 12, 40);
    requireExactlyOnce(12, 40);
  }

  @Test
  void commitWithoutNewPositionCarriesTheSum() {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    new CarryCommit(tables.bronze(), "carry").commit(Table::newAppend);
    requireExactlyOnce(10, 20);
    tables.run("c2", EVERY_FIFTH, 15, 30);
    requireExactlyOnce(15, 30);
  }

  @Test
  void tableOfAnEarlierVersionIsCountedFromItsPosition() throws Exception {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    Ledger now = tables.ledger(tables.bronze());
    ObjectNode earlier = (ObjectNode) new ObjectMapper().readTree(now.toJson());
    earlier.remove("sums");
    new LedgerCommit(tables.bronze(), tables.topic)
        .commit(now, Ledger.fromJson(earlier.toString()).ofCycle("old"), Table::newAppend);

    tables.run("c2", EVERY_FIFTH, 15, 20);

    requireExactlyOnce(15, 20);
    assertThat(tables.ledger(tables.bronze()).sums().get(Ledgers.TOPIC_ID).from())
        .isEqualTo(Map.of(0, 10L, 1, 20L));
  }

  @Test
  void deletedRowsDoNotMatchTheSum() throws Exception {
    tables.run("c1", EVERY_FIFTH, 10, 20);
    tables.run("c2", EVERY_FIFTH, 15, 20);
    Ledger ledger = tables.ledger(tables.bronze());
    Table bronze = tables.bronze();
    try (CloseableIterable<FileScanTask> files = bronze.newScan().planFiles()) {
      bronze.newDelete().deleteFile(files.iterator().next().file()).commit();
    }
    assertThatThrownBy(() -> BronzeSums.requireMatch(tables.bronze(), ledger))
        .isInstanceOf(AssertionError.class);
  }

  private static void reset(Table table, long target) {
    BranchReset.reset(table, table.currentSnapshot().snapshotId(), target);
  }

  private List<Integer> snapshots() {
    return List.of(count(tables.bronze()), count(tables.silver()), count(tables.deadLetters()));
  }

  private static int count(Table table) {
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }

  private List<Object> details() {
    return TestLake.rows(tables.deadLetters()).stream()
        .map(row -> row.getField("error_detail"))
        .toList();
  }

  /** Every offset below the ends is in bronze once, and once in silver or the dead letters. */
  private void requireExactlyOnce(long... ends) {
    List<String> wanted = new ArrayList<>();
    for (int partition = 0; partition < ends.length; partition++) {
      for (long offset = 0; offset < ends[partition]; offset++) {
        wanted.add(partition + "@" + offset);
      }
    }
    assertThat(coordinates(tables.bronze(), "partition", "offset"))
        .containsExactlyInAnyOrderElementsOf(wanted);
    List<String> judged =
        new ArrayList<>(coordinates(tables.silver(), "kafka_partition", "kafka_offset"));
    judged.addAll(coordinates(tables.deadLetters(), "kafka_partition", "kafka_offset"));
    assertThat(judged).containsExactlyInAnyOrderElementsOf(wanted);
    Ledger bronze = tables.ledger(tables.bronze());
    assertThat(bronze.sums()).containsOnlyKeys(Ledgers.TOPIC_ID);
    BronzeSums.requireMatch(tables.bronze(), bronze);
  }

  private static List<String> coordinates(Table table, String partition, String offset) {
    return TestLake.rows(table).stream()
        .map((Record row) -> row.getField(partition) + "@" + row.getField(offset))
        .toList();
  }
}
