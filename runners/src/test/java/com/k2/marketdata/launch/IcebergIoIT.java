package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.apache.beam.sdk.io.iceberg.IcebergCatalogConfig;
import org.apache.beam.sdk.io.iceberg.IcebergIO;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beam's IcebergIO reads K2's tables. */
class IcebergIoIT {
  private static final int TRADES = 2_000;

  @Test
  void readsAllThreeTablesExactly(@TempDir Path state) {
    try (LocalKafka kafka = LocalKafka.start()) {
      publish(kafka);
      new PipelineLauncher(new MedallionPipeline())
          .run("--exchange=binance", "--state=" + state, "--bootstrapServers=" + kafka.bootstrap());
    }
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<Row> bronze = read(pipeline, state, "bronze_binance_trades");
    PCollection<Row> silver = read(pipeline, state, "silver_binance_trades");
    PCollection<Row> deadLetters = read(pipeline, state, "silver_dlq_trades");

    PAssert.that(bronze)
        .satisfies(
            rows -> {
              assertThat(rows).hasSize(TRADES + 1);
              for (Row row : rows) {
                long number = row.getInt64("offset") * 2 + row.getInt32("partition");
                assertThat(row.getBytes("raw_bytes"))
                    .isEqualTo(number < TRADES ? NumberedTrades.binance(number) : null);
              }
              return null;
            });
    PAssert.that(silver)
        .satisfies(
            rows -> {
              BigDecimal total = BigDecimal.ZERO;
              int count = 0;
              for (Row row : rows) {
                // IcebergIO keeps the scale of decimals, but does not declare it in its schema.
                total = total.add(new BigDecimal(row.getValue("quantity").toString()));
                count++;
              }
              assertThat(count).isEqualTo(TRADES);
              assertThat(total).isEqualByComparingTo("2");
              return null;
            });
    PAssert.that(deadLetters)
        .satisfies(
            rows -> {
              assertThat(rows)
                  .singleElement()
                  .satisfies(
                      row ->
                          assertThat(row.getString("error_reason")).isEqualTo("payload_missing"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static void publish(LocalKafka kafka) {
    String topic = Exchanges.named("binance").topic();
    kafka.createTopic(topic, 2);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < TRADES; i++) {
        publisher.sendLater(topic, i % 2, NumberedTrades.millis(i), NumberedTrades.binance(i));
      }
      publisher.flush();
      publisher.send(topic, 0, NumberedTrades.millis(TRADES), null);
    }
  }

  private static PCollection<Row> read(TestPipeline pipeline, Path state, String table) {
    CatalogConfig catalog = LocalCatalog.in(state, "market_data");
    return pipeline.apply(
        "Read " + table,
        IcebergIO.readRows(
                IcebergCatalogConfig.builder()
                    .setCatalogName("k2")
                    .setCatalogProperties(catalog.properties())
                    .build())
            .from(catalog.table(table)));
  }
}
