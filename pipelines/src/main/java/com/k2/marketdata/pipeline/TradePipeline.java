package com.k2.marketdata.pipeline;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.options.TradePipelineOptions;

/** A pipeline that keeps an exchange's tables up to date, cycle by cycle. */
public interface TradePipeline {

  /** As on the command line. */
  String name();

  /** Its cycles for one exchange. Checks the options, but reaches for nothing yet. */
  ExchangeCycles cycles(TradePipelineOptions options, Exchange exchange, CycleRunner runner);
}
