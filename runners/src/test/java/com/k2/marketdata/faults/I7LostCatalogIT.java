package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * I7: a catalog that has lost its tables is a hole until they are registered again. All commands run
 * in processes of their own, because a catalog that is open keeps a deleted database.
 */
class I7LostCatalogIT {
  private static final int HOLE = 4;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;

  @BeforeEach
  void fill() {
    market = Market.open(kafka, state, 1);
    for (int run = 0; run < 2; run++) {
      market.publish(0, 10);
      run("medallion", 0);
    }
  }

  @Test
  void lostCatalogIsAHoleUntilRestored() throws IOException {
    loseCatalog();
    market.publish(0, 10);

    assertThat(k2("verify").all()).contains("exit code 4", "k2 catalog restore");
    for (String pipeline : List.of("medallion", "bronze", "silver")) {
      assertThat(run(pipeline, HOLE))
          .contains("The catalog does not have " + String.join(", ", TABLES) + ", but the files")
          .contains("k2 catalog restore");
    }
    K2Process.Result verify = k2("verify");
    assertThat(verify.exitCode()).as(verify.all()).isOne();
    for (String table : TABLES) {
      assertThat(verify.out()).contains("WRONG: The catalog does not have " + table);
    }

    assertThat(k2("catalog", "restore").all()).contains("exit code 2", "add --yes");
    K2Process.Result restore = k2("catalog", "restore", "--yes");
    assertThat(restore.exitCode()).as(restore.all()).isZero();
    assertThat(restore.out()).contains(TABLES).contains("k2 verify");

    assertThat(k2("verify").exitCode()).isZero();
    run("medallion", 0);
    market.assertExactlyOnce();
    assertThat(market.coordinates(BRONZE)).hasSize(30);
    assertThat(k2("verify").exitCode()).isZero();
  }

  @Test
  void heldJobContinuesOnceTheCatalogIsRestored() throws IOException {
    loseCatalog();
    market.publish(0, 10);
    try (DriverProcess held =
        market.startProcess("medallion", List.of("--onHole=hold", "--maxRetryBackoff=100ms"))) {
      held.awaitLog("medallion-binance holds: The catalog does not have");

      assertThat(k2("catalog", "restore", "--yes").exitCode()).isZero();

      assertThat(held.exitCode()).as(held.log()).isZero();
    }
    market.assertExactlyOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void damagedNewestFileLosesNothing(String table) throws IOException {
    List<Path> files = metadataFiles(table);
    Files.write(files.get(0), new byte[] {1, 2, 3});
    loseCatalog();
    market.publish(0, 10);

    assertThat(k2("catalog", "restore", "--yes").all())
        .contains("exit code 2", "damaged", "Choose one with --metadata=FILE");
    String older = files.get(1).getFileName().toString();
    assertThat(k2("catalog", "restore", "--yes", "--metadata=" + older).exitCode()).isZero();

    // What to do next depends on which table lost its newest commit.
    if (table.equals(BRONZE)) {
      assertThat(k2("verify").out()).contains("Let bronze catch up with `k2 run bronze`");
      run("bronze", 0);
    } else if (table.equals(DEAD_LETTERS)) {
      // The intent in silver's ledger has the files of the newest cycle.
      assertThat(k2("verify").exitCode()).isZero();
    }
    run("medallion", 0);
    K2Process.Result verify = k2("verify");
    assertThat(verify.exitCode()).as(verify.all()).isZero();
    market.assertExactlyOnce();
  }

  @Test
  void tableThatWasDroppedIsStartedAgain() throws IOException {
    loseCatalog();
    Path folder = state.resolve("warehouse/market_data");
    for (String table : TABLES) {
      Files.move(folder.resolve(table), folder.resolve(table + ".dropped"));
    }
    run("medallion", 0);
    market.assertExactlyOnce();
  }

  private void loseCatalog() throws IOException {
    Files.delete(state.resolve("catalog.db"));
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

  /** Runs a pipeline to its end and returns its log. */
  private String run(String pipeline, int exitCode) {
    try (DriverProcess process = market.startProcess(pipeline, List.of())) {
      assertThat(process.exitCode()).as(process.log()).isEqualTo(exitCode);
      return process.log();
    }
  }

  private K2Process.Result k2(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--state=" + state);
    if (command[0].equals("verify")) {
      arguments.add("--bootstrap=" + kafka.bootstrap());
    }
    return K2Process.run(state, Map.of(), arguments.toArray(String[]::new));
  }
}
