package com.k2.marketdata.data;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.launch.Medallion;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.iceberg.SnapshotSummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes millions of trades on Spark with a small heap. Runs with the Maven profile {@code long}
 * only; {@code -Dk2.test.trades} sets their number.
 */
@Tag("long")
class MillionsIT {
  private static final Logger LOG = LoggerFactory.getLogger(MillionsIT.class);
  private static final int TRADES = Integer.getInteger("k2.test.trades", 5_000_000);
  private static final int PARTITIONS = 3;
  private static final int BROKEN_EVERY = 1_000;
  private static final long MINUTES = 30;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+\\.\\d+)ms");

  @TempDir private Path folder;

  @Test
  void millionsOfTradesInSmallHeapAreComplete() throws Exception {
    try (LocalKafka kafka = LocalKafka.start()) {
      Market market = Market.open(kafka, folder, PARTITIONS);
      publish(kafka, market);

      run(kafka, market);

      assertThat(rows(market, BRONZE)).isEqualTo(TRADES);
      assertThat(rows(market, DEAD_LETTERS)).isEqualTo(TRADES / BROKEN_EVERY);
      assertThat(rows(market, SILVER)).isEqualTo(TRADES - TRADES / BROKEN_EVERY);
      market.assertVerified();
    }
  }

  private static void publish(LocalKafka kafka, Market market) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < TRADES; i++) {
        byte[] value = i % BROKEN_EVERY == 0 ? new byte[] {1} : NumberedTrades.binance(i);
        publisher.sendLater(market.topic(), i % PARTITIONS, NumberedTrades.millis(i), value);
      }
      publisher.flush();
    }
  }

  private void run(LocalKafka kafka, Market market) throws IOException, InterruptedException {
    Path log = folder.resolve("medallion.log");
    Path pauses = folder.resolve("gc.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx768m", "-Xlog:gc:file=" + pauses, Medallion.class.getName()));
    command.addAll(
        List.of(
            "--runner=SparkRunner",
            "--sparkMaster=local[2]",
            "--exchange=binance",
            "--topic=" + market.topic(),
            "--state=" + folder,
            "--bootstrapServers=" + kafka.bootstrap()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    long begin = System.nanoTime();
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long peak = 0;
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakKilobytes(process.pid()));
      if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(MINUTES)) {
        process.destroyForcibly();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double paused =
        PAUSE
            .matcher(Files.readString(pauses))
            .results()
            .map(MatchResult::group)
            .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* |ms$", "")))
            .sum();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    LOG.info(
        "{} trades in {} s: {} per second, peak memory {} MB, GC pauses {} ms",
        TRADES,
        Math.round(seconds),
        Math.round(TRADES / seconds),
        peak / 1024,
        Math.round(paused));
    LOG.info("{}", Files.readString(log));
  }

  /** A process's peak memory; 0 if the system does not report it. */
  private static long peakKilobytes(long pid) throws IOException {
    try {
      return PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")))
          .results()
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static long rows(Market market, String table) {
    return Long.parseLong(
        market.table(table).currentSnapshot().summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
  }
}
