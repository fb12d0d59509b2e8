package com.k2.marketdata.check.kafka;

import org.apache.kafka.common.header.Header;

/**
 * A message as the consumer returned it.
 *
 * @param timestampMillis -1 if the message has none
 * @param key null if the message has none
 * @param value null for a tombstone
 */
public record Message(
    int partition, long offset, long timestampMillis, byte[] key, byte[] value, Header[] headers) {}
