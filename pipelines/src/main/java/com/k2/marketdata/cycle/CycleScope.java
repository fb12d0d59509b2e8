package com.k2.marketdata.cycle;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.options.TradePipelineOptions;
import java.util.Locale;

/** The pipeline, exchange, topic and settings of a series of cycles. */
public record CycleScope(String pipeline, Exchange exchange, String topic, CycleSettings settings) {

  /** The scope that the options describe. */
  public static CycleScope of(
      String pipeline, TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
    return new CycleScope(
        pipeline,
        exchange,
        options.getTopic() == null ? exchange.topic() : options.getTopic(),
        CycleSettings.of(options, runner));
  }

  /** A name for logs and the consumer group, for example {@code medallion-binance}. */
  public String name() {
    return pipeline + "-" + exchange.name();
  }

  /** The consumer group under which the position is published for lag tools. */
  public String group() {
    return "k2-" + name();
  }

  /** What the rows of a cycle with this clock value have in common. */
  public CycleStamp stamp(long clock) {
    return new CycleStamp(
        clock,
        exchange.name().toUpperCase(Locale.ROOT),
        exchange.bronzeTable(),
        settings.version());
  }
}
