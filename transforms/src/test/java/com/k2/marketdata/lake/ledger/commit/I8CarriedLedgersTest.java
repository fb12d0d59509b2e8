package com.k2.marketdata.lake.ledger.commit;

import static com.k2.marketdata.lake.ledger.commit.StartedTable.NAME;
import static com.k2.marketdata.lake.ledger.commit.StartedTable.PARTITION;
import static com.k2.marketdata.lake.ledger.commit.StartedTable.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I8: maintenance carries the ledgers, commits once, and deletes nothing when it fails. */
class I8CarriedLedgersTest {
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
  void repeatedCarryCommitsOnce() {
    carry("once");
    carry("once");
    assertThat(rows()).isEqualTo(7);
    carry("twice");
    assertThat(rows()).isEqualTo(14);
    assertThat(TableLedgers.of(table.currentSnapshot()).get("a")).isEqualTo(START);
  }

  @Test
  void repeatedCarryIsRecognizedAfterLaterSnapshots() {
    carry("once");
    Table other = lake.load(NAME);
    new LedgerCommit(other, "a")
        .commit(START, START.advancedTo("c1", 2, Map.of(0, 10L)), Table::newAppend);
    other.newAppend().commit();
    carry("once");
    assertThat(rows()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "BREAK_AFTER", "REFUSE_REPETITION"})
  void carryWithLostResponseIsRecognized(Fault.Action action) {
    lake.catalog().next(action, NAME);
    carry("once");
    assertThat(rows()).isEqualTo(7);
    assertThat(table.currentSnapshot().allManifests(table.io()))
        .allMatch(manifest -> table.io().newInputFile(manifest.path()).exists(), "exists");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_REQUEST", "BREAK"})
  void unknownOutcomeIsASystemFault(Fault.Action action) {
    lake.catalog().next(action, NAME);
    assertThatThrownBy(() -> carry("once"))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("unknown whether once was committed")
        .hasMessageContaining(NAME);
    carry("once");
    assertThat(rows()).isEqualTo(7);
  }

  @Test
  void failedCarryDeletesNoFile() {
    lake.catalog().beforeNext(NAME, () -> lake.load(NAME).newAppend().commit());
    Set<String> before = files();
    assertThatThrownBy(
            () ->
                new CarryCommit(table, "invalid")
                    .commit(
                        current -> {
                          AppendFiles append = append(current);
                          return table.currentSnapshot().summary().containsKey("k2.commit")
                              ? append
                              : current
                                  .newRewrite()
                                  .deleteFile(TestLake.fileOf(current, PARTITION, 1));
                        }))
        .isInstanceOf(ValidationException.class);
    // The other writer's manifest list, and the list and the manifest of the first attempt.
    Set<String> added = files();
    added.removeAll(before);
    assertThat(added).filteredOn(name -> name.startsWith("snap-")).hasSize(2);
    assertThat(added).filteredOn(name -> name.endsWith("-m0.avro")).hasSize(1);
  }

  @Test
  void retriedCarryLeavesNoUnusedList() {
    Set<String> before = files();
    lake.catalog().next(Fault.Action.REFUSE, NAME);
    carry("once");
    Set<String> added = files();
    added.removeAll(before);
    assertThat(added).filteredOn(name -> name.startsWith("snap-")).hasSize(1);
  }

  private void carry(String id) {
    new CarryCommit(table, id).commit(I8CarriedLedgersTest::append);
  }

  private static AppendFiles append(Table current) {
    return current.newAppend().appendFile(TestLake.fileOf(current, PARTITION, 7));
  }

  private long rows() {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    return Long.parseLong(current.summary().get("total-records"));
  }

  /** The names of the table's manifests and manifest lists. */
  private Set<String> files() {
    try (Stream<Path> all =
        Files.list(Path.of(table.location().replaceFirst("^file:", ""), "metadata"))) {
      Set<String> names = new TreeSet<>();
      all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".avro"))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
