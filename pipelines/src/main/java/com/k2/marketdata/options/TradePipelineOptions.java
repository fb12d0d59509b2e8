package com.k2.marketdata.options;

/** All that the pipelines from Kafka to the tables take; see the parts. */
public interface TradePipelineOptions
    extends ExchangeOptions, KafkaOptions, CatalogOptions, RuleOptions, CycleOptions {}
