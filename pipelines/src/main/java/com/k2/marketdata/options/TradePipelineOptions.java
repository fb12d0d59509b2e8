package com.k2.marketdata.options;

/** All options of the pipelines. */
public interface TradePipelineOptions
    extends ExchangeOptions,
        TableOptions,
        RuleOptions,
        CycleOptions,
        SupervisionOptions,
        SpillOptions {}
