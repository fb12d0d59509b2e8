package com.k2.marketdata.lake.ledger.commit;

import static com.k2.marketdata.testing.CycleFixture.NONE;
import static com.k2.marketdata.testing.CycleFixture.SILVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayCommitTest {
  private static final String TOPIC = "a";
  private static final CycleAge AGE = CycleAge.startingNow(Duration.ofHours(12));

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, TOPIC);
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
  }

  @Test
  void rowsChangeAndPositionsDoNot() {
    Ledger before = tables.ledger(tables.silver());

    planned("r1").commit(tables.silver(), files(4));

    assertThat(tables.ledger(tables.silver())).isEqualTo(before.withRowCount(20L));
    assertThat(records()).isEqualTo(20);
    assertThat(tables.silver().currentSnapshot().summary()).containsEntry("k2.replay.a", "r1");
  }

  @Test
  void repeatedCommitIsRecognized() {
    ReplayCommit commit = planned("r1");
    commit.commit(tables.silver(), files(4));
    tables.run("c2", NONE, 20, 20);

    commit.commit(tables.silver(), files(4));

    assertThat(records()).isEqualTo(40);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "BREAK_AFTER", "REFUSE_REPETITION"})
  void lostResponseIsRecognized(Fault.Action action) {
    ReplayCommit commit = planned("r1");
    tables.lake.catalog().next(action, SILVER);
    commit.commit(tables.silver(), files(4));
    assertThat(records()).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_REQUEST", "BREAK"})
  void unknownOutcomeIsASystemFault(Fault.Action action) {
    ReplayCommit commit = planned("r1");
    tables.lake.catalog().next(action, SILVER);
    assertThatThrownBy(() -> commit.commit(tables.silver(), files(4)))
        .isInstanceOf(SystemFaultException.class);
    assertThat(records()).isEqualTo(16);
  }

  @Test
  void cycleThatCommitsFirstKeepsItsLedger() {
    ReplayCommit commit = planned("r1");
    tables.lake.catalog().beforeNext(SILVER, () -> tables.run("c2", NONE, 20, 20));

    commit.commit(tables.silver(), files(4));

    Ledger ledger = tables.ledger(tables.silver());
    assertThat(ledger.cycle()).isEqualTo("c2");
    assertThat(ledger.next()).isEqualTo(Map.of(0, 20L, 1, 20L));
    assertThat(ledger.rows()).isEqualTo(40);
    assertThat(records()).isEqualTo(40);
  }

  @Test
  void cyclePlannedBeforeAReplayIsCommitted() {
    CycleFixture.Cycle cycle = tables.cycle("c2", 20, 20);
    planned("r1").commit(tables.silver(), files(4));

    cycle.commit(cycle.attempt("by c2", NONE));

    assertThat(tables.ledger(tables.silver()).rows()).isEqualTo(40);
    assertThat(records()).isEqualTo(40);
  }

  @Test
  void oneOfTwoReplaysWins() {
    ReplayCommit loser = planned("r1");
    tables.lake.catalog().beforeNext(SILVER, () -> planned("r2").commit(tables.silver(), files(3)));

    assertConflict(loser, "r2 was committed after this replay was planned");

    assertThat(records()).isEqualTo(19);
  }

  @Test
  void replayOfAnotherTopicIsNotAConflict() {
    CycleFixture other = new CycleFixture(tables.lake, "b");
    ReplayCommit ofOther = planned(other, "r2", AGE);
    planned("r1").commit(tables.silver(), files(4));

    ofOther.commit(tables.silver(), files(3));

    assertThat(tables.ledger(tables.silver()).rows()).isEqualTo(20);
    assertThat(other.ledger(tables.silver()).rows()).isEqualTo(3);
    assertThat(records()).isEqualTo(23);
  }

  @Test
  void replayAfterARollbackIsRefused() {
    Table silver = tables.silver();
    long before = silver.currentSnapshot().parentId();
    ReplayCommit commit = planned("r1");
    silver.manageSnapshots().rollbackTo(before).commit();

    assertConflict(commit, "no longer in its history");
  }

  @Test
  void replayThatWasRolledBackIsNotRepeated() {
    ReplayCommit commit = planned("r1");
    commit.commit(tables.silver(), files(4));
    tables.silver().manageSnapshots().rollbackTo(commit.planned()).commit();

    assertConflict(commit, "rolled back right after this replay");

    planned("r2").commit(tables.silver(), files(4));
    assertThat(records()).isEqualTo(20);
  }

  @Test
  void positionThatWasSetBackIsAConflict() {
    ReplayCommit commit = planned("r1");
    Ledger now = tables.ledger(tables.silver());
    new LedgerCommit(tables.silver(), TOPIC)
        .commit(now, now.advancedTo("back", 1, Map.of(0, 5L)), Table::newAppend);

    assertConflict(commit, "its position was set back");

    tables.run("again", NONE, 20, 20);
    assertConflict(commit, "its position was set back");
  }

  @Test
  void oldReplayIsNotCommitted() {
    CycleAge old = new CycleAge(Instant.now().minus(Duration.ofHours(13)), Duration.ofHours(12));
    ReplayCommit commit = planned("r1", old);

    assertThatThrownBy(() -> commit.commit(tables.silver(), files(4)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("older than the maximum age");
    assertThat(records()).isEqualTo(16);
  }

  private void assertConflict(ReplayCommit commit, String why) {
    assertThatThrownBy(() -> commit.commit(tables.silver(), files(4)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(why);
  }

  private ReplayCommit planned(String id) {
    return planned(id, AGE);
  }

  private ReplayCommit planned(String id, CycleAge age) {
    return planned(tables, id, age);
  }

  private static ReplayCommit planned(CycleFixture of, String id, CycleAge age) {
    Snapshot current = of.silver().currentSnapshot();
    return new ReplayCommit(of.topic, id, current.snapshotId(), of.ledger(of.silver()), age);
  }

  /** A file that is in the metadata only. */
  private List<DataFile> files(long rows) {
    Table silver = tables.silver();
    return List.of(
        DataFiles.builder(silver.spec())
            .withPath(silver.location() + "/data/" + rows + "-" + System.nanoTime() + ".parquet")
            .withPartitionPath("timestamp_day=2021-04-05")
            .withFileSizeInBytes(100)
            .withRecordCount(rows)
            .build());
  }

  private long records() {
    return Long.parseLong(tables.silver().currentSnapshot().summary().get("total-records"));
  }
}
