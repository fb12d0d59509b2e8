package com.k2.marketdata.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LauncherScript;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Tables;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of this module as a plugin of {@code bin/k2}, which does not have it otherwise. */
class CoinbaseIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("k2-examples.jar");
  private static final int TRADES = 1_000;

  @TempDir private static Path folder;
  private static LocalKafka kafka;
  private static LauncherScript script;

  @BeforeAll
  static void publish() throws IOException {
    kafka = LocalKafka.start();
    kafka.createTopic("market.crypto.trades.coinbase.raw", 2);
    script = LauncherScript.in(folder.resolve("home"), entry -> !entry.startsWith(TARGET));
    Path recording = Files.write(folder.resolve("matches.txt"), messages());

    K2Process.Result fed =
        k2(
            Map.of("K2_PLUGINS", JAR.toString()),
            "feed",
            "--exchange=coinbase",
            "--format=frames",
            "--defects=0.1",
            "--file=" + recording,
            "--bootstrapServers=" + kafka.bootstrap());

    assertThat(fed.exitCode()).as(fed.all()).isZero();
    assertThat(fed.out()).contains("1,000 messages published").contains("subscriptions");
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void withoutThePluginTheExchangeIsUnknown() {
    K2Process.Result run = k2(Map.of(), "run", "medallion", "--exchange=coinbase");
    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.all()).contains("the exchanges are binance, kraken");
  }

  @Test
  void medallionEndsWithACleanVerify(@TempDir Path state) throws IOException {
    // A folder of jars this time.
    Path plugins = Files.createDirectories(state.resolve("my plugins"));
    Files.copy(JAR, plugins.resolve("coinbase.jar"));

    runAndVerify(state, Map.of("K2_PLUGINS", plugins.toString()), "SparkRunner", "local[2]");
  }

  @Test
  @Tag("long")
  void directRunnerHasThePluginToo(@TempDir Path state) {
    runAndVerify(state, Map.of("K2_PLUGINS", JAR.toString()), "DirectRunner", "local[2]");
  }

  /** The executors are other processes, whose own class path has nothing of K2. */
  @Test
  @Tag("long")
  void executorsOfAClusterGetThePlugin(@TempDir Path state) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("K2_PLUGINS", JAR.toString());
    environment.put("SPARK_HOME", sparkHome().toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");

    runAndVerify(state, environment, "SparkRunner", "local-cluster[1,1,1024]");
  }

  private static void runAndVerify(
      Path state, Map<String, String> environment, String runner, String master) {
    List<String> options =
        List.of(
            "--exchange=coinbase", "--state=" + state, "--bootstrapServers=" + kafka.bootstrap());
    List<String> medallion = new ArrayList<>(List.of("run", "medallion"));
    medallion.addAll(List.of("--runner=" + runner, "--sparkMaster=" + master));
    medallion.addAll(options);
    K2Process.Result run = k2(environment, medallion.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.all()).isZero();

    List<String> verify = new ArrayList<>(List.of("verify", "--strict"));
    verify.addAll(options);
    K2Process.Result verified = k2(environment, verify.toArray(String[]::new));
    assertThat(verified.exitCode()).as(verified.all()).isZero();

    Tables tables = Tables.of(state);
    assertThat(tables.rows("bronze_coinbase_trades")).hasSize(TRADES);
    int trades = tables.rows("silver_coinbase_trades").size();
    int deadLetters = tables.rows("silver_dlq_trades").size();
    assertThat(trades + deadLetters).isEqualTo(TRADES);
    assertThat(deadLetters).isBetween(50, 150);
    assertThat(tables.rows("silver_coinbase_trades"))
        .allMatch(row -> row.getField("exchange").equals("COINBASE"))
        .allMatch(
            row ->
                row.getField("side")
                    .equals(
                        Map.of("buy", "SELL", "sell", "BUY")
                            .get(makerSide(row.getField("vendor_data")))));
  }

  private static Object makerSide(Object vendorData) {
    return ((Map<?, ?>) vendorData).get("side");
  }

  private static K2Process.Result k2(Map<String, String> environment, String... verb) {
    return script.run(folder, environment, verb);
  }

  /** A Spark installation: this test's libraries except those that only K2 needs. */
  private static Path sparkHome() throws IOException {
    Path home = Files.createDirectories(folder.resolve("spark"));
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      String name = jar.getFileName().toString();
      boolean onlyForK2 =
          jar.startsWith(TARGET.getParent().getParent())
              || name.startsWith("beam-")
              || name.startsWith("iceberg-");
      if (Files.isRegularFile(jar) && !onlyForK2) {
        Files.copy(jar, jars.resolve(name));
      }
    }
    return home;
  }

  private static List<String> messages() {
    List<String> messages = new ArrayList<>();
    messages.add("{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"matches\"}]}");
    Instant first = Instant.parse("2024-05-01T12:00:00Z");
    for (int i = 0; i < TRADES; i++) {
      messages.add(
          String.format(
              "{\"type\":\"match\",\"trade_id\":%d,\"sequence\":%d,"
                  + "\"maker_order_id\":\"ac928c66-ca53-498f-9c13-a110027a60e8\","
                  + "\"taker_order_id\":\"132fb6ae-456b-4654-b4e0-d681ac05cea1\","
                  + "\"time\":\"%s\",\"product_id\":\"%s\",\"size\":\"0.%05d\","
                  + "\"price\":\"%d.23\",\"side\":\"%s\"}",
              10 + i,
              50 + 3 * i,
              first.plusNanos(i * 1_234_567_000L),
              i % 3 == 0 ? "ETH-BTC" : "BTC-USD",
              i + 1,
              400 + i % 7,
              i % 2 == 0 ? "buy" : "sell"));
    }
    return messages;
  }
}
