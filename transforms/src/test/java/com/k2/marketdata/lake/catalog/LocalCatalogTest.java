package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.ChildJvm;
import com.k2.marketdata.testing.Committer;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog of a state folder, used by several processes at once. */
class LocalCatalogTest {
  @TempDir private Path folder;

  @Test
  void allCommitsOfConcurrentProcessesSucceed() throws InterruptedException {
    int cycles = 10;
    List<String> topics = List.of("a", "b");
    List<ChildJvm> processes =
        topics.stream()
            .map(
                topic ->
                    ChildJvm.start(
                        Committer.class, folder.toString(), topic, Integer.toString(cycles)))
            .toList();
    for (ChildJvm process : processes) {
      process.requireExit(0);
    }
    Table table = new TableSetup(catalog()).ensure(DeadLetterTable.definition());
    assertThat(StreamSupport.stream(table.snapshots().spliterator(), false))
        .hasSize(topics.size() * (cycles + 1));
    for (String topic : topics) {
      assertThat(TableLedgers.read(table).of(topic).orElseThrow().next(0)).isEqualTo(cycles);
    }
  }

  @Test
  void concurrentThreadsCreateOneCatalogAndOneTable() throws InterruptedException {
    List<Threads.Ended<Table>> ended =
        Threads.race(
            6,
            i ->
                () ->
                    new TableSetup(LocalCatalog.in(folder, "market_data"))
                        .ensure(SilverTable.definition(RawTrades.BINANCE)));
    assertThat(ended).extracting(Threads.Ended::failure).containsOnlyNulls();
    assertThat(ended)
        .extracting(end -> end.result().uuid())
        .containsOnly(ended.get(0).result().uuid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with space", "50%20off", "münchen", "a#b", "a?b=c&d", "a;b", "a+b", "100%"})
  void everythingStaysInAStateFolderOfAnyName(String name) {
    Path state = folder.resolve(name);
    Table table =
        new TableSetup(LocalCatalog.in(state, "market_data")).ensure(DeadLetterTable.definition());
    table.newAppend().commit();
    assertThat(folder.toFile().list()).containsExactly(name);
    assertThat(state.resolve("warehouse/market_data/" + DeadLetterTable.NAME + "/metadata"))
        .isNotEmptyDirectory();
    assertThat(
            new TableSetup(LocalCatalog.in(state, "market_data"))
                .ensure(DeadLetterTable.definition())
                .currentSnapshot())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lostDatabaseIsAHole(boolean isEmpty) throws Exception {
    Path state = folder.resolve("state");
    new TableSetup(LocalCatalog.in(state, "market_data"))
        .ensure(DeadLetterTable.definition())
        .newAppend()
        .commit();
    Files.delete(state.resolve("catalog.db"));
    if (isEmpty) {
      Files.createFile(state.resolve("catalog.db"));
    }

    assertThatThrownBy(() -> LocalCatalog.existing(state, "market_data"))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(state.resolve("catalog.db") + " is missing or empty")
        .hasMessageContaining("k2 catalog restore");
    assertThat(LocalCatalog.ofExistingTables(state, "market_data").namespace())
        .isEqualTo("market_data");
    LocalCatalog.existing(state, "market_data");
  }

  @Test
  void folderWithoutTablesIsBadUsage() throws Exception {
    Path state = folder.resolve("state");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> LocalCatalog.existing(state, "market_data"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("There are no tables in " + state);
      assertThatThrownBy(() -> LocalCatalog.ofExistingTables(state, "market_data"))
          .isInstanceOf(UsageException.class);
      Files.createDirectories(state.resolve("warehouse/market_data"));
    }
    assertThat(state.resolve("catalog.db")).doesNotExist();
  }

  @Test
  void deletedMarkerIsRecreated() throws Exception {
    new TableSetup(catalog()).ensure(DeadLetterTable.definition()).newAppend().commit();
    Files.delete(folder.resolve("catalog.ready"));
    CatalogConfig again = LocalCatalog.existing(folder, "market_data");
    assertThat(again.open().tableExists(again.table(DeadLetterTable.NAME))).isTrue();
  }

  @Test
  void filesArePrivateToTheirUser() throws Exception {
    Path state = folder.resolve("new/state");
    LocalCatalog.in(state, "market_data");
    for (String name : List.of("", "warehouse")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(name))))
          .isEqualTo("rwx------");
    }
    for (String name : List.of("catalog.db", "catalog.ready", "catalog.lock")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void namespaceOutsideTheWarehouseCreatesNothing() {
    Path state = folder.resolve("state");
    assertThatThrownBy(() -> LocalCatalog.in(state, "../../evil"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'../../evil' is not a valid namespace")
        .hasMessageContaining("letters", "digits", "underscores");
    assertThat(state).doesNotExist();
  }

  private CatalogConfig catalog() {
    return LocalCatalog.in(folder, "market_data");
  }
}
