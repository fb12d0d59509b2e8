package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I7: a catalog that has lost its tables is a hole until they are registered again. */
class I7LostCatalogIT {
  private static final int HOLE = 4;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;
  private int losses;

  @BeforeEach
  void fill() {
    market = Market.open(kafka, state, 1);
    for (int run = 0; run < 2; run++) {
      market.publish(0, 10);
      run("medallion").succeeded();
    }
  }

  @Test
  void lostCatalogIsAHoleUntilRestored() throws IOException {
    loseCatalog();
    market.publish(0, 10);

    for (String pipeline : List.of("medallion", "bronze", "silver")) {
      run(pipeline)
          .failed(
              HOLE,
              "The catalog does not have " + String.join(", ", TABLES) + ", but the files",
              "k2 catalog restore");
    }
    K2Run verify = k2("verify");
    assertThat(verify.exitCode()).as(verify.err()).isOne();
    for (String table : TABLES) {
      assertThat(verify.out()).contains("WRONG: The catalog does not have " + table);
    }

    k2("catalog", "restore").failed(2, "add --yes");
    assertThat(k2("catalog", "restore", "--yes").succeeded().out())
        .contains(TABLES)
        .contains("k2 verify");

    k2("verify").succeeded();
    run("medallion").succeeded();
    market.assertExactlyOnce();
    assertThat(market.coordinates(BRONZE)).hasSize(30);
    k2("verify").succeeded();
  }

  @Test
  void commandsNameTheRestoreInAnotherProcess() throws IOException {
    loseCatalog();
    K2Process.Result verify = K2Process.run(state, Map.of(), "verify", "--state=" + state);
    assertThat(verify.all()).contains("exit code 4", "catalog.db is missing", "k2 catalog restore");
    K2Process.Result restore =
        K2Process.run(state, Map.of(), "catalog", "restore", "--yes", "--state=" + state);
    assertThat(restore.exitCode()).as(restore.all()).isZero();
    run("medallion").succeeded();
    market.assertExactlyOnce();
  }

  @Test
  void heldJobContinuesOnceTheCatalogIsRestored() throws IOException {
    loseCatalog();
    market.publish(0, 10);
    try (LogLines log = LogLines.listen()) {
      CompletableFuture<K2Run> job =
          CompletableFuture.supplyAsync(
              () -> run("medallion", "--onHole=hold", "--maxRetryBackoff=100ms"));
      log.await("medallion-binance holds: The catalog does not have");

      k2("catalog", "restore", "--yes").succeeded();

      job.join().succeeded();
    }
    market.assertExactlyOnce();
  }

  @Test
  void damagedNewestFileLosesNothing() throws IOException {
    damageNewestFile(SILVER);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {BRONZE, DEAD_LETTERS})
  void damagedFileOfOtherTablesLosesNothing(String table) throws IOException {
    damageNewestFile(table);
  }

  private void damageNewestFile(String table) throws IOException {
    List<Path> files = metadataFiles(table);
    Files.write(files.get(0), new byte[] {1, 2, 3});
    loseCatalog();
    market.publish(0, 10);

    k2("catalog", "restore", "--yes").failed(2, "damaged", "Choose one with --metadata=FILE");
    String older = files.get(1).getFileName().toString();
    k2("catalog", "restore", "--yes", "--metadata=" + older).succeeded();

    // What to do next depends on which table lost its newest commit.
    if (table.equals(BRONZE)) {
      assertThat(k2("verify").out()).contains("Let bronze catch up with `k2 run bronze`");
      run("bronze").succeeded();
    } else if (table.equals(DEAD_LETTERS)) {
      // The intent in silver's ledger has the files of the newest cycle.
      k2("verify").succeeded();
    }
    run("medallion").succeeded();
    k2("verify").succeeded();
    market.assertExactlyOnce();
  }

  @Test
  void tableThatWasDroppedIsStartedAgain() throws IOException {
    loseCatalog();
    Path folder = state.resolve("warehouse/market_data");
    for (String table : TABLES) {
      Files.move(folder.resolve(table), folder.resolve(table + ".dropped"));
    }
    run("medallion").succeeded();
    market.assertExactlyOnce();
  }

  private void loseCatalog() throws IOException {
    Files.delete(state.resolve("catalog.db"));
    losses++;
  }

  /** Newest first. */
  private List<Path> metadataFiles(String table) throws IOException {
    try (var files =
        Files.newDirectoryStream(
            state.resolve("warehouse/market_data/" + table + "/metadata"), "*.metadata.json")) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      found.sort(Comparator.<Path>naturalOrder().reversed());
      return found;
    }
  }

  private K2Run run(String pipeline, String... options) {
    List<String> all = new ArrayList<>(catalog());
    all.addAll(List.of(options));
    return market.run(pipeline, all.toArray(String[]::new));
  }

  private K2Run k2(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(catalog());
    if (command[0].equals("verify")) {
      arguments.addAll(List.of("--exchange=binance", "--bootstrap=" + kafka.bootstrap()));
    }
    return K2Run.of(arguments);
  }

  /** Opens the catalog again after a loss, since an open one keeps the deleted database. */
  private List<String> catalog() {
    Map<String, String> properties =
        new TreeMap<>(LocalCatalog.in(state, "market_data").properties());
    properties.put("losses", Integer.toString(losses));
    return properties.entrySet().stream()
        .map(property -> "--catalog." + property.getKey() + "=" + property.getValue())
        .toList();
  }
}
