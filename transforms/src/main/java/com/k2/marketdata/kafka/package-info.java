/**
 * Reads exact offset ranges of a topic, and what a topic is and which offsets it has. Pipelines
 * plan cycles with it and read with {@link com.k2.marketdata.kafka.ReadOffsetRanges}. It does not
 * depend on trades or tables.
 */
package com.k2.marketdata.kafka;
