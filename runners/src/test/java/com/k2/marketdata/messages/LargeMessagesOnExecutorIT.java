package com.k2.marketdata.messages;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.SparkHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that are large in memory, on an executor in a process of its own with 768 MB. Starting
 * executors takes long, so this runs with the Maven profile {@code long} only.
 */
@Tag("long")
class LargeMessagesOnExecutorIT {
  private static final long TIMEOUT_SECONDS = 900;
  private static final String MASTER = "--sparkMaster=local-cluster[1,2,768]";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path folder;

  @Test
  void batchLargerThanTheExecutorIsProcessed() throws IOException {
    Market market = Market.open(kafka, folder.resolve("state"), 1);
    LargeMessagesIT.publishZeros(kafka, market, 1_500, 1 << 20);
    try (DriverProcess driver = start(market)) {
      assertThat(driver.exitCode(TIMEOUT_SECONDS)).as(driver::log).isZero();
    }
    assertThat(LargeMessagesIT.rows(market, BRONZE)).isEqualTo(1_500);
    market.assertVerified();
  }

  @Test
  void singleMessageThatDoesNotFitIsNamed() throws IOException {
    Market market = Market.open(kafka, folder.resolve("state"), 1);
    market.publish(0, 10);
    LargeMessagesIT.publishZeros(kafka, market, 1, 240 << 20);
    try (DriverProcess driver = start(market)) {
      assertThat(driver.exitCode(TIMEOUT_SECONDS))
          .as(driver::log)
          .isIn(ExitCode.OUT_OF_MEMORY.code(), ExitCode.SYSTEM_FAULT.code());
      assertThat(driver.log())
          .contains("message at offset 10 of partition 0 of topic " + market.topic());
    }
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 10L));
  }

  private DriverProcess start(Market market) throws IOException {
    SparkHome spark = SparkHome.in(folder.resolve("spark"));
    return market.startProcess(
        // Each failed attempt of a task ends an executor.
        List.of("-Xmx512m", "-Dspark.executor.memory=768m", "-Dspark.task.maxFailures=1"),
        spark.environment(),
        "medallion",
        List.of("--runner=SparkRunner", MASTER, spark.filesToStage()));
  }
}
