package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MedallionIT {
  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    kafka.createTopic("market.crypto.trades.binance.raw", 3);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < 50_000; i++) {
        publisher.sendLater(
            "market.crypto.trades.binance.raw",
            i % 3,
            RawTrades.millis(i),
            i % 1000 == 0 ? new byte[] {1, 2} : RawTrades.binance(i));
      }
      publisher.flush();
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void everyMessageIsATradeOrADeadLetter(String runner, @TempDir Path state) {
    for (int i = 0; i < 2; i++) {
      new PipelineLauncher(new MedallionPipeline())
          .run(
              "--runner=" + runner,
              "--sparkMaster=local[2]",
              "--exchange=binance",
              "--maxRecordsPerCycle=10000",
              "--state=" + state,
              "--bootstrapServers=" + kafka.bootstrap());
    }
    assertThat(state.resolve("catalog.db")).exists();
  }
}
