package com.k2.marketdata.cycle;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.options.TradePipelineOptions;
import java.util.Locale;

/** The pipeline, exchange, topic and settings of a series of cycles. */
public record CycleScope(String pipeline, Exchange exchange, String topic, CycleSettings settings) {

  public static CycleScope of(
      String pipeline, TradePipelineOptions options, Exchange exchange, CycleRunner runner) {
    return new CycleScope(
        pipeline,
        exchange,
        options.getTopic() == null ? exchange.topic() : options.getTopic(),
        CycleSettings.of(options, runner));
  }

  /** A name for logs and the consumer group, for example {@code medallion-binance}. */
  String name() {
    return pipeline + "-" + exchange.name();
  }

  /** The consumer group under which the position is published for lag tools. */
  String group() {
    return "k2-" + name();
  }

  CycleStamp stamp(long clock) {
    return new CycleStamp(
        clock,
        exchange.name().toUpperCase(Locale.ROOT),
        exchange.bronzeTable(),
        settings.version());
  }
}
