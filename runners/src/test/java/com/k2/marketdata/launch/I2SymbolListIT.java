package com.k2.marketdata.launch;

import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.exchange.RulesFingerprint;
import com.k2.marketdata.exchange.SymbolList;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.pipeline.SilverPipeline;
import com.k2.marketdata.pipeline.TradePipeline;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import com.k2.marketdata.testing.WebFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A symbol list that changes between and during cycles. */
class I2SymbolListIT {
  private static final String BTCUSDT = symbol("BTC", "USDT");

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();
  @AutoClose private static final WebFile web = new WebFile();

  @TempDir private Path state;

  @Test
  void cycleKeepsTheListItWasPlannedWith() {
    assertListIsFixedByThePlan(new MedallionPipeline());
  }

  @Test
  void silverCycleKeepsTheListToo() {
    assertListIsFixedByThePlan(new SilverPipeline());
  }

  private void assertListIsFixedByThePlan(TradePipeline pipeline) {
    Market market = Market.open(kafka, state, 1);
    serve(BTCUSDT);
    TradePipelineOptions options =
        Arguments.parse(
            TradePipelineOptions.class,
            "--exchange=binance",
            "--topic=" + market.topic(),
            "--state=" + state,
            "--bootstrapServers=" + kafka.bootstrap(),
            "--trigger=1s",
            "--symbolList=" + web.url(),
            "--symbolListRefresh=0s");
    try (CycleRunner runner = Runners.of(options);
        ExchangeCycles cycles = pipeline.cycles(options, Exchanges.named("binance"), runner)) {
      publishNewListing(market, 0, pipeline);
      ExchangeCycles.Cycle planned = cycles.plan().orElseThrow();
      serve(BTCUSDT + ", " + symbol("NEWCOIN", "USDT"));
      run(runner, cycles, planned);
      assertThat(market.tables().rows(DEAD_LETTERS))
          .extracting(row -> row.getField("error_reason"))
          .containsExactly("quote_asset_ambiguous");

      publishNewListing(market, 1, pipeline);
      run(runner, cycles, cycles.plan().orElseThrow());
      assertThat(market.tables().rows(SILVER))
          .extracting(row -> row.getField("currency"))
          .containsExactly("USDT");

      web.serve(500, new byte[0]);
      publishNewListing(market, 2, pipeline);
      run(runner, cycles, cycles.plan().orElseThrow());
      assertThat(market.tables().rows(SILVER)).hasSize(2);
    }
    assertThat(market.ledger(SILVER).judged())
        .extracting(JudgedBy::from, JudgedBy::rules)
        .containsExactly(
            tuple(Map.of(0, 0L), rules(BTCUSDT)),
            tuple(Map.of(0, 1L), rules(BTCUSDT + ", " + symbol("NEWCOIN", "USDT"))));
  }

  /** The fingerprint of the rules with the default settings and these symbols. */
  private String rules(String symbols) {
    serve(symbols);
    return RulesFingerprint.of(
        Exchanges.named("binance"),
        RuleSettings.DEFAULTS.withSymbolList(SymbolList.read(web.url())));
  }

  private static void publishNewListing(Market market, int number, TradePipeline pipeline) {
    try (TestPublisher publisher = kafka.publisher()) {
      publisher.sendLater(
          market.topic(),
          0,
          NumberedTrades.millis(number),
          NumberedTrades.binance(number, "NEWCOINUSDT", "1.5"));
      publisher.flush();
    }
    if (pipeline.name().equals("silver")) {
      market.run("bronze").succeeded();
    }
  }

  private static void run(CycleRunner runner, ExchangeCycles cycles, ExchangeCycles.Cycle cycle) {
    Pipeline pipeline = runner.newPipeline("test", cycle.tasks());
    cycle.build(pipeline);
    cycles.confirm(cycle, runner.run(pipeline));
  }

  private static void serve(String symbols) {
    web.serve(200, ("{\"symbols\": [" + symbols + "]}").getBytes(StandardCharsets.UTF_8));
  }

  private static String symbol(String base, String quote) {
    return "{\"symbol\": \"%s%s\", \"baseAsset\": \"%s\", \"quoteAsset\": \"%s\"}"
        .formatted(base, quote, base, quote);
  }
}
