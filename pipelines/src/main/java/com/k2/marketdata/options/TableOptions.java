package com.k2.marketdata.options;

/** Which catalog holds the tables, and which Kafka their rows came from. */
public interface TableOptions extends CatalogOptions, KafkaOptions {}
