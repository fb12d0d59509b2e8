/**
 * Reads exact offset ranges of a topic, and asks Kafka what a topic is and which offsets it has.
 * Pipelines plan cycles with it and read with {@link com.k2.marketdata.kafka.ReadOffsetRanges}. It
 * knows nothing about trades or tables.
 */
package com.k2.marketdata.kafka;
