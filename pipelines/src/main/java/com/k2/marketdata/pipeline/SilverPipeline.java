package com.k2.marketdata.pipeline;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.plan.BronzeCyclePlan;
import com.k2.marketdata.cycle.plan.CycleSteps;
import com.k2.marketdata.cycle.plan.CyclesFromBronze;
import com.k2.marketdata.cycle.table.TradeTables;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.JudgeTrades;
import com.k2.marketdata.lake.commit.CommitTables;
import com.k2.marketdata.lake.write.WriteTables;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.KafkaSettings;
import com.k2.marketdata.options.settings.SpillSetup;
import org.apache.beam.sdk.Pipeline;

/**
 * Reads bronze and writes silver and dead letters. Uses Kafka only to publish its position for lag
 * tools.
 */
public final class SilverPipeline implements TradePipeline {
  @Override
  public String name() {
    return "silver";
  }

  @Override
  public void requireValid(TradePipelineOptions options) {
    TradePipeline.super.requireValid(options);
    KafkaSettings.requireValid(options);
    CurrentRules.requireValid(options);
    SpillSetup.of(options);
  }

  @Override
  public ExchangeCycles cycles(
      TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
    CycleScope scope = CycleScope.of(name(), options, exchange, runner);
    CurrentJudge judge = CurrentJudge.of(options, exchange);
    SpillSettings spill = SpillSetup.of(options);
    return new CyclesFromBronze(
        scope,
        KafkaSettings.find(options).orElse(null),
        () -> TradeTables.bronze(scope.settings().catalog(), exchange, scope.topic()),
        () -> TradeTables.silver(scope.settings().catalog(), exchange, scope.topic()),
        () -> {
          CurrentRules current = judge.current();
          return new CycleSteps<>(
              current.fingerprint(),
              (pipeline, plan) -> build(pipeline, plan, current.step(), spill));
        });
  }

  private static void build(
      Pipeline pipeline, BronzeCyclePlan plan, JudgeTrades judge, SpillSettings spill) {
    pipeline
        .apply("Read bronze", plan.read())
        .apply("Judge trades", judge)
        .apply("Write tables", WriteTables.ofOutcomes(plan.tables(), plan.stamp()).withSpill(spill))
        .apply("Commit tables", CommitTables.of(plan.commit()));
  }
}
