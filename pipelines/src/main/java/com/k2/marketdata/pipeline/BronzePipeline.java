package com.k2.marketdata.pipeline;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.CommitTables;
import com.k2.marketdata.lake.WriteTables;
import com.k2.marketdata.pipeline.options.KafkaSettings;
import com.k2.marketdata.pipeline.options.TradePipelineOptions;
import org.apache.beam.sdk.Pipeline;

/** Kafka to bronze: every message, byte for byte. */
public final class BronzePipeline implements TradePipeline {
  @Override
  public String name() {
    return "bronze";
  }

  @Override
  public ExchangeCycles cycles(
      TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
    KafkaConfig kafka = KafkaSettings.of(options);
    CycleScope scope = CycleScope.of(name(), options, exchange, runner);
    return new KafkaCycles(
        scope,
        kafka,
        () -> TradeTables.bronze(scope.settings().catalog(), exchange, scope.topic()),
        BronzePipeline::build);
  }

  private static void build(Pipeline pipeline, KafkaCyclePlan plan) {
    pipeline
        .apply("Read Kafka", plan.read())
        .apply("Write bronze", WriteTables.ofMessages(plan.tables(), plan.stamp()))
        .apply("Commit bronze", CommitTables.of(plan.commit()));
  }
}
