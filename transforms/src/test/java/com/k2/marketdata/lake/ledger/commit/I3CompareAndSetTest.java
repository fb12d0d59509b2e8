package com.k2.marketdata.lake.ledger.commit;

import static com.k2.marketdata.lake.ledger.commit.StartedTable.NAME;
import static com.k2.marketdata.lake.ledger.commit.StartedTable.PARTITION;
import static com.k2.marketdata.lake.ledger.commit.StartedTable.START;
import static com.k2.marketdata.testing.TestLake.fileOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.testing.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I3: a commit succeeds only on the ledger that it was planned from, and only once. */
class I3CompareAndSetTest {
  @TempDir private Path folder;
  private TestLake lake;
  private Table table;

  @BeforeEach
  void create() {
    StartedTable started = StartedTable.in(folder);
    lake = started.lake();
    table = started.table();
  }

  @Test
  void oneOfEightRacingDriversWins() throws InterruptedException {
    List<Threads.Ended<Snapshot>> ended =
        Threads.race(
            8,
            i -> {
              Table own = lake.load(NAME);
              Ledger planned = START.advancedTo("driver" + i, 2, Map.of(0, 10L));
              List<DataFile> files = List.of(fileOf(own, PARTITION, 10));
              return () -> new LedgerCommit(own, "a").commit(START, planned, append(files));
            });
    assertThat(ended).filteredOn(end -> end.failure() == null).hasSize(1);
    assertThat(ended)
        .filteredOn(end -> end.failure() != null)
        .extracting(Threads.Ended::failure)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("another driver"));
    assertThat(rows()).isEqualTo(10);
    assertThat(snapshots()).isEqualTo(2);
  }

  @Test
  void commitFromAnOldLedgerNamesBothPositions() {
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    commit("a", START, next, List.of(file(10)));
    Ledger zombie = START.advancedTo("zombie", 2, Map.of(0, 7L));
    assertThatThrownBy(() -> commit("a", START, zombie, List.of(file(7))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("{0=10} of cycle c1")
        .hasMessageContaining("{0=0} of cycle start")
        .hasMessageContaining("Nothing was changed");
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void tableWithALedgerCannotBeStartedAgain() {
    assertThatThrownBy(() -> commit("a", null, START.ofCycle("again"), List.of()))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void commitBetweenCheckAndCommitIsDetected() {
    Table other = lake.load(NAME);
    lake.catalog()
        .beforeNext(
            NAME,
            () ->
                new LedgerCommit(other, "a")
                    .commit(
                        START,
                        START.advancedTo("other", 2, Map.of(0, 5L)),
                        append(List.of(file(5)))));
    Ledger mine = START.advancedTo("mine", 2, Map.of(0, 10L));
    assertThatThrownBy(() -> commit("a", START, mine, List.of(file(10))))
        .isInstanceOf(ConflictException.class);
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void concurrentCommitOfAnotherTopicKeepsBothLedgers() {
    commit("b", null, Ledgers.at("b0", 0), List.of());
    Table other = lake.load(NAME);
    Ledger ofB = Ledgers.at("b0", 0).advancedTo("b1", 2, Map.of(0, 70L));
    lake.catalog()
        .beforeNext(
            NAME,
            () ->
                new LedgerCommit(other, "b")
                    .commit(Ledgers.at("b0", 0), ofB, append(List.of(file(70)))));
    Ledger ofA = START.advancedTo("a1", 2, Map.of(0, 10L));
    commit("a", START, ofA, List.of(file(10)));
    TableLedgers found = TableLedgers.read(table);
    assertThat(found.of("a")).contains(ofA);
    assertThat(found.of("b")).contains(ofB);
    assertThat(rows()).isEqualTo(80);
  }

  @Test
  void racingTopicsAndCompactionLoseNothing() throws InterruptedException {
    int cycles = 12;
    commit("b", null, Ledgers.starting("b", 1), List.of());
    List<Threads.Ended<Integer>> ended =
        Threads.race(
            3,
            i -> {
              Table own = lake.load(NAME);
              return i == 2 ? () -> compact(own, cycles) : () -> drive(own, i, cycles);
            });
    assertThat(ended).extracting(Threads.Ended::failure).containsOnlyNulls();
    assertThat(rows()).isEqualTo(2 * 10 * cycles);
    TableLedgers found = TableLedgers.read(table);
    assertThat(found.of("a").orElseThrow().next(0)).isEqualTo(10 * cycles);
    assertThat(found.of("b").orElseThrow().next(0)).isEqualTo(10 * cycles);
    assertNoLedgerMovedBack("a");
    assertNoLedgerMovedBack("b");
  }

  @Test
  void everyCommitIsLogged() {
    try (LogLines log = LogLines.listen()) {
      Snapshot committed =
          commit("a", START, START.advancedTo("c1", 2, Map.of(0, 10L)), List.of(file(10)));
      new CarryCommit(table, "compaction").commit(Table::newAppend);

      assertThat(log.all())
          .containsExactly(
              "Committed cycle c1 to " + table.name() + " as snapshot " + committed.snapshotId(),
              "Committed compaction to "
                  + table.name()
                  + " as snapshot "
                  + table.currentSnapshot().snapshotId()
                  + ", cycles by topic unchanged: {a=c1}");
    }
  }

  @Test
  void repeatedCommitIsRecognized() {
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    Snapshot first = commit("a", START, next, List.of(file(10)));
    Snapshot again = commit("a", START, next, List.of(file(10)));
    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void repeatedCommitIsRecognizedAfterLaterSnapshots() {
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    Snapshot first = commit("a", START, next, List.of(file(10)));
    table.newAppend().commit();
    commit("b", null, Ledgers.at("b0", 3), List.of());
    new CarryCommit(table, "carry").commit(Table::newAppend);
    commit("a", next, next.advancedTo("c2", 3, Map.of(0, 20L)), List.of(file(10)));
    Snapshot again = commit("a", START, next, List.of(file(10)));
    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(rows()).isEqualTo(20);
  }

  @Test
  void rolledBackCycleIsNotTakenForCommitted() {
    Snapshot start = table.currentSnapshot();
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    commit("a", START, next, List.of(file(10)));
    table.manageSnapshots().rollbackTo(start.snapshotId()).commit();
    assertThat(new LedgerCommit(table, "a").committedBy("c1", "start")).isEmpty();
    assertThat(new LedgerCommit(table, "a").committedBy("c1", null)).isEmpty();
  }

  @Test
  void cycleRolledBackImmediatelyIsNotCommittedAgain() {
    long start = table.currentSnapshot().snapshotId();
    Table other = lake.load(NAME);
    lake.catalog()
        .afterNext(
            NAME,
            () -> {
              other.refresh();
              other.manageSnapshots().rollbackTo(start).commit();
            });
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    assertThatThrownBy(() -> commit("a", START, next, List.of(file(10))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("rolled back right after");
    assertThat(rows()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "BREAK_AFTER"})
  void commitWithLostResponseIsRecognized(Fault.Action action) {
    lake.catalog().next(action, NAME);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    Snapshot committed = commit("a", START, next, List.of(file(10)));
    assertThat(TableLedgers.of(committed).get("a")).isEqualTo(next);
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void refusedRepetitionOfACommitKeepsItsManifests() {
    lake.catalog().next(Fault.Action.REFUSE_REPETITION, NAME);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    Snapshot committed = commit("a", START, next, List.of(file(10)));
    assertThat(TableLedgers.of(committed).get("a")).isEqualTo(next);
    assertThat(rows()).isEqualTo(10);

    lake.catalog().next(Fault.Action.REFUSE_REPETITION, NAME);
    new CarryCommit(table, "rewrite").commit(I3CompareAndSetTest::rewriteAll);
    assertThat(rows()).isEqualTo(10);
    assertThat(snapshots()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_REQUEST", "BREAK"})
  void failedCommitKeepsItsFiles(Fault.Action action) {
    List<DataFile> files = realFiles();
    lake.catalog().next(action, NAME);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    assertThatThrownBy(() -> commit("a", START, next, files))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("c1")
        .hasMessageContaining(NAME);
    assertThat(rows()).isZero();
    assertThat(files).allMatch(file -> table.io().newInputFile(file.location()).exists(), "exists");

    commit("a", START, next, files);
    assertThat(TestLake.rows(table)).hasSize(3);
  }

  @Test
  void commitWithLostResponseSurvivesAnotherTopicsCommit() {
    commit("b", null, Ledgers.at("b0", 0), List.of());
    lake.catalog().next(Fault.Action.LOSE_ANSWER, NAME);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    commit("a", START, next, List.of(file(10)));
    commit("b", Ledgers.at("b0", 0), Ledgers.at("b1", 4), List.of(file(4)));
    assertThat(TableLedgers.read(table).of("a")).contains(next);
    assertThat(rows()).isEqualTo(14);
  }

  @Test
  void refusedCommitIsRetried() {
    lake.catalog().next(Fault.Action.REFUSE, NAME);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    commit("a", START, next, List.of(file(10)));
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void invalidMaintenanceIsNotRetried() {
    DataFile never = file(1);
    assertThatThrownBy(
            () ->
                new CarryCommit(table, "rewrite")
                    .commit(current -> current.newRewrite().deleteFile(never).addFile(file(1))))
        .isInstanceOf(ValidationException.class);
    assertThat(snapshots()).isEqualTo(1);
  }

  @Test
  void maintenanceWithoutLedgersAddsNone() {
    Table bare = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    new CarryCommit(bare, "carry").commit(Table::newAppend);
    assertThat(TableLedgers.read(bare).byTopic()).isEmpty();
  }

  private int drive(Table own, int topic, int cycles) {
    String name = topic == 0 ? "a" : "b";
    Ledger ledger = topic == 0 ? START : Ledgers.starting("b", 1);
    for (int cycle = 1; cycle <= cycles; cycle++) {
      Ledger next = ledger.advancedTo(name + cycle, cycle, Map.of(0, 10L * cycle));
      new LedgerCommit(own, name).commit(ledger, next, append(List.of(file(10))));
      ledger = next;
    }
    return cycles;
  }

  private static int compact(Table own, int times) {
    for (int i = 0; i < times; i++) {
      new CarryCommit(own, "rewrite-" + i).commit(I3CompareAndSetTest::rewriteAll);
    }
    return times;
  }

  /** Replaces all files by one with as many rows. */
  private static SnapshotUpdate<?> rewriteAll(Table current) {
    RewriteFiles rewrite = current.newRewrite();
    long rows = 0;
    try (CloseableIterable<FileScanTask> tasks = current.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        rows += task.file().recordCount();
        rewrite.deleteFile(task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows == 0 ? current.newAppend() : rewrite.addFile(fileOf(current, PARTITION, rows));
  }

  private void assertNoLedgerMovedBack(String topic) {
    List<Long> positions =
        StreamSupport.stream(table.snapshots().spliterator(), false)
            .map(snapshot -> TableLedgers.of(snapshot).get(topic))
            .filter(Objects::nonNull)
            .map(ledger -> ledger.next(0))
            .toList();
    assertThat(positions).isSorted();
    assertThat(Set.copyOf(positions)).hasSize(13);
  }

  private Snapshot commit(String topic, Ledger expected, Ledger planned, List<DataFile> files) {
    return new LedgerCommit(table, topic).commit(expected, planned, append(files));
  }

  private static Function<Table, SnapshotUpdate<?>> append(List<DataFile> files) {
    return current -> {
      AppendFiles append = current.newAppend();
      files.forEach(append::appendFile);
      return append;
    };
  }

  private List<DataFile> realFiles() {
    CycleFixture other = new CycleFixture(TestLake.in(folder.resolve("other")), "other");
    return other
        .cycle("c", 3)
        .attempt("detail", offset -> true)
        .get(0)
        .files(TableRole.DEAD_LETTERS);
  }

  private DataFile file(long rows) {
    return fileOf(table, PARTITION, rows);
  }

  /** The row count of the metadata, since these files do not exist. */
  private long rows() {
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      return StreamSupport.stream(tasks.spliterator(), false)
          .collect(Collectors.summingLong(task -> task.file().recordCount()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int snapshots() {
    table.refresh();
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }
}
