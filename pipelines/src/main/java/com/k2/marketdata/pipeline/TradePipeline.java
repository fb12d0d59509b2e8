package com.k2.marketdata.pipeline;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.CycleSettings;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.TradePipelineOptions;

/** A pipeline that updates an exchange's tables in cycles. */
public interface TradePipeline {

  /** The name on the command line. */
  String name();

  /**
   * Checks the options. Reads no file and connects to nothing, so that options can be checked on
   * another machine than the one that will run the pipeline.
   *
   * @throws UsageException if an option is wrong
   */
  default void requireValid(TradePipelineOptions options) {
    CycleSettings.requireValid(options);
  }

  /**
   * The cycles for one exchange. Checks the options and reads the symbol list that they name, but
   * does not connect to anything else yet.
   */
  ExchangeCycles cycles(TradePipelineOptions options, Exchange exchange, CycleRunner runner);
}
