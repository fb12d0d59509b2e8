package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void deletedDatabaseIsRecreated() throws Exception {
    new TableSetup(catalog()).ensure(DeadLetterTable.definition());
    Files.delete(folder.resolve("catalog.db"));
    CatalogConfig again = LocalCatalog.in(folder, "elsewhere");
    assertThat(new TableSetup(again).ensure(DeadLetterTable.definition()).currentSnapshot())
        .isNull();
  }

  private CatalogConfig catalog() {
    return LocalCatalog.in(folder, "market_data");
  }
}
