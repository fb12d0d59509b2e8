package com.k2.marketdata.options;

/** The catalog that has the tables, and the Kafka cluster that their rows came from. */
public interface TableOptions extends KafkaOptions, CatalogOptions, WatchdogOptions {}
