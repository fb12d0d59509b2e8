package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.pipeline.BronzePipeline;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.pipeline.SilverPipeline;
import com.k2.marketdata.pipeline.TradePipeline;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.Tables;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.util.List;
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
            NumberedTrades.millis(i),
            i % 1000 == 0 ? new byte[] {1, 2} : NumberedTrades.binance(i));
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
  void bronzeThenSilverEqualsMedallion(String runner, @TempDir Path together, @TempDir Path apart) {
    run(new MedallionPipeline(), runner, together);
    run(new BronzePipeline(), runner, apart);
    run(new SilverPipeline(), runner, apart);
    run(new SilverPipeline(), runner, apart);

    for (String table :
        List.of("bronze_binance_trades", "silver_binance_trades", "silver_dlq_trades")) {
      assertThat(Tables.of(apart).contents(table)).isEqualTo(Tables.of(together).contents(table));
    }
    assertThat(Tables.of(apart).rows("bronze_binance_trades")).hasSize(50_000);
    assertThat(Tables.of(apart).rows("silver_dlq_trades")).hasSize(50);
  }

  private static void run(TradePipeline pipeline, String runner, Path state) {
    new PipelineLauncher(pipeline)
        .run(
            "--runner=" + runner,
            "--sparkMaster=local[2]",
            "--exchange=binance",
            "--maxRecordsPerCycle=20000",
            "--state=" + state,
            "--bootstrapServers=" + kafka.bootstrap());
  }
}
