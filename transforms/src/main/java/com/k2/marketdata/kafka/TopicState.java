package com.k2.marketdata.kafka;

import java.util.SortedMap;

/**
 * A topic at one moment.
 *
 * @param start the first offset that Kafka still has, per partition
 * @param end the offset behind the last committed message, per partition
 * @param epochs the epoch of the leader that named the end, per partition; none where the broker
 *     does not tell
 */
public record TopicState(
    TopicIdentity identity,
    SortedMap<Integer, Long> start,
    SortedMap<Integer, Long> end,
    SortedMap<Integer, Integer> epochs) {}
