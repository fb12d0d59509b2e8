package com.k2.marketdata.pipeline;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.plan.CycleSteps;
import com.k2.marketdata.cycle.plan.CyclesFromKafka;
import com.k2.marketdata.cycle.plan.KafkaCyclePlan;
import com.k2.marketdata.cycle.table.TradeTables;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.commit.CommitTables;
import com.k2.marketdata.lake.write.WriteTables;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.KafkaSettings;
import org.apache.beam.sdk.Pipeline;

/** Reads Kafka and writes every message unchanged to bronze. */
public final class BronzePipeline implements TradePipeline {
  @Override
  public String name() {
    return "bronze";
  }

  @Override
  public void requireValid(TradePipelineOptions options) {
    TradePipeline.super.requireValid(options);
    KafkaSettings.requireServers(options);
  }

  @Override
  public ExchangeCycles cycles(
      TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
    KafkaConfig kafka = KafkaSettings.of(options);
    CycleScope scope = CycleScope.of(name(), options, exchange, runner);
    return new CyclesFromKafka(
        scope,
        kafka,
        () -> TradeTables.bronze(scope.settings().catalog(), exchange, scope.topic()),
        () -> new CycleSteps<>(null, BronzePipeline::build));
  }

  private static void build(Pipeline pipeline, KafkaCyclePlan plan) {
    pipeline
        .apply("Read Kafka", plan.read())
        .apply("Write bronze", WriteTables.ofMessages(plan.tables(), plan.stamp()))
        .apply("Commit bronze", CommitTables.of(plan.commit()));
  }
}
