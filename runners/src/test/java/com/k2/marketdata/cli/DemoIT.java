package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.testing.EndedBroker;
import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.LauncherScript;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/k2 demo}, and the stack and tables that it leaves. */
class DemoIT {
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Path state;
  private LauncherScript script;

  @BeforeEach
  void install() throws IOException {
    state = folder.resolve("a state");
    EndedBroker.in(state);
    script = LauncherScript.in(folder.resolve("home"));
  }

  @AfterEach
  void down() {
    k2("down");
  }

  @Test
  void demoShowsEveryStepAndLeavesUsableTables() throws IOException {
    long begin = System.nanoTime();
    K2Process.Result demo = k2("demo");
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(demo.exitCode()).as(demo.all()).isZero();
    assertThat(took.dividedBy(othersShare())).isLessThan(AT_MOST);
    assertShown(demo.out());
    assertUsable();
    assertWiped();
  }

  /** The load per core; a busy machine takes longer. */
  private static long othersShare() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(
        1, Math.round(machine.getSystemLoadAverage() / machine.getAvailableProcessors()));
  }

  private static void assertShown(String out) {
    long binance = rows(out, "bronze_binance_trades");
    long kraken = rows(out, "bronze_kraken_trades");
    long dead = rows(out, "silver_dlq_trades");
    assertThat(binance).isGreaterThan(49_000);
    assertThat(kraken).isEqualTo(38);
    assertThat(dead).isPositive();
    assertThat(rows(out, "silver_binance_trades") + rows(out, "silver_kraken_trades") + dead)
        .isEqualTo(binance + kraken);
    // The ledgers: no partition of bronze or silver has anything left to read.
    assertThat(out)
        .containsPattern("(?m)^bronze_binance_trades +\\d+ +0 +\\d+ +0 +0 ")
        .containsPattern("(?m)^silver_binance_trades +\\d+ +0 +\\d+ +0 +0 ")
        .containsPattern("(?m)^silver_kraken_trades +\\d+ +0 +\\d+ +0 +0 ")
        .doesNotContainPattern(
            "(?m)^(bronze|silver)_(binance|kraken)_trades( +\\d+){3} +[1-9-]\\d*$");
    // Dead letters by reason, and trades of both exchanges.
    assertThat(out)
        .containsPattern("(?m)^\\S+ +payload_undecodable +\\d+ ")
        .containsPattern("(?m)^\\S+ +price_not_positive +\\d+ ")
        .containsPattern("(?m)^BINANCE +\\w+ +\\S+ +(BUY|SELL) ")
        .containsPattern("(?m)^KRAKEN +\\w+ +\\S+ +(BUY|SELL) ");
    assertThat(out)
        .contains("Clean: ", "0 duplicates, 0 missing, 0 misplaced")
        .contains("All done in ", "To try next:")
        .containsPattern("\n  bin/k2 sql .*\n  bin/k2 run .*\n  bin/k2 rollback .*\n");
  }

  private void assertUsable() throws IOException {
    assertThat(succeeded("sql", "--format=csv", "SELECT count(*) AS n FROM silver_kraken_trades"))
        .isEqualTo("n\n38\n");
    assertThat(succeeded("verify", "--strict")).contains("Clean: ");
    JsonNode kafka = status().path("components").path(0);
    assertThat(kafka.path("health").asText()).isEqualTo("running");
  }

  private void assertWiped() throws IOException {
    long kafka = status().path("components").path(0).path("pid").asLong();
    succeeded("down", "--wipe");
    assertThat(state).doesNotExist();
    assertThat(ProcessHandle.of(kafka).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private JsonNode status() throws IOException {
    return new ObjectMapper().readTree(succeeded("status", "--format=json"));
  }

  private static long rows(String out, String table) {
    Matcher line =
        Pattern.compile("(?m)^market_data\\." + table + " +([\\d,]+) +\\d+ +[\\d,]+ +\\d+$")
            .matcher(out);
    assertThat(line.find()).as("the size of %s in:\n%s", table, out).isTrue();
    return Long.parseLong(line.group(1).replace(",", ""));
  }

  private String succeeded(String... command) {
    K2Process.Result result = k2(command);
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result.out();
  }

  private K2Process.Result k2(String... command) {
    return script.run(folder, Map.of("K2_STATE", state.toString()), command);
  }
}
