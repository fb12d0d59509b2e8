package com.k2.marketdata.messages;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotSummary;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are small in Kafka, because they are compressed, and large in memory. */
class LargeMessagesIT {
  private static final int MEGABYTE = 1 << 20;
  private static final int OF_JVM = 3;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void batchLargerThanTheHeapIsProcessed() {
    batchIsProcessed("SparkRunner", 512, 800);
  }

  @Test
  @Tag("long")
  void batchLargerThanDirectRunnersHeapIsProcessed() {
    batchIsProcessed("DirectRunner", 256, 500);
  }

  @Test
  @Tag("long")
  void batchLargerThanLargeHeapIsProcessed() {
    batchIsProcessed("DirectRunner", 1_024, 1_500);
  }

  private void batchIsProcessed(String runner, int heapMegabytes, int messages) {
    Market market = Market.open(kafka, state, 1);
    publishZeros(kafka, market, messages, MEGABYTE);

    try (DriverProcess driver =
        market.startProcess(
            List.of("-Xmx" + heapMegabytes + "m"),
            Map.of(),
            "medallion",
            List.of("--runner=" + runner, "--sparkMaster=local[2]"))) {
      assertThat(driver.exitCode()).as(driver::log).isZero();
    }
    assertThat(rows(market, BRONZE)).isEqualTo(messages);
    assertThat(rows(market, DEAD_LETTERS)).isEqualTo(messages);
    market.assertVerified();
  }

  @Test
  void processEndedByLackOfMemoryContinuesSmaller() {
    Market market = Market.open(kafka, state, 1);
    publishZeros(kafka, market, 60, 5 * MEGABYTE);

    int restarts = 0;
    int exitCode = OF_JVM;
    while (exitCode == OF_JVM && restarts < 10) {
      try (DriverProcess driver =
          market.startProcess(
              List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
              Map.of(),
              "medallion",
              List.of("--runner=DirectRunner"))) {
        exitCode = driver.exitCode();
        restarts += exitCode == OF_JVM ? 1 : 0;
      }
    }
    assertThat(exitCode).isZero();
    assertThat(restarts).isPositive();
    assertThat(rows(market, BRONZE)).isEqualTo(60);
    market.assertVerified();
  }

  @Test
  void singleMessageThatDoesNotFitIsNamed() {
    nameMessageThatDoesNotFit("DirectRunner", 256);
  }

  @Test
  @Tag("long")
  void sparkNamesTheMessageThatDoesNotFit() {
    nameMessageThatDoesNotFit("SparkRunner", 512);
  }

  private void nameMessageThatDoesNotFit(String runner, int heapMegabytes) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    publishZeros(kafka, market, 1, heapMegabytes * MEGABYTE * 2 / 5);
    market.publish(0, 10);

    try (DriverProcess driver =
        market.startProcess(
            List.of("-Xmx" + heapMegabytes + "m"),
            Map.of(),
            "medallion",
            List.of("--runner=" + runner, "--sparkMaster=local[2]"))) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.OUT_OF_MEMORY.code());
      assertThat(driver.log())
          .contains(
              "The message at offset 10 of partition 0 of topic " + market.topic(),
              "does not fit in memory",
              "java.lang.OutOfMemoryError",
              "--partition=0 --next=11");
    }
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 10L));

    market.setPosition("--partition=0", "--next=11", "--why=too large");
    market.run("medallion").succeeded();
    assertThat(rows(market, BRONZE)).isEqualTo(20);
  }

  static void publishZeros(LocalKafka kafka, Market market, int messages, int bytes) {
    try (TestPublisher publisher = kafka.compressingPublisher()) {
      byte[] zeros = new byte[bytes];
      for (int i = 0; i < messages; i++) {
        publisher.sendLater(market.topic(), 0, NumberedTrades.millis(i), zeros);
      }
      publisher.flush();
    }
  }

  static long rows(Market market, String table) {
    return Long.parseLong(
        market.table(table).currentSnapshot().summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
  }
}
