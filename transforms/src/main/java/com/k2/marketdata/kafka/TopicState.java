package com.k2.marketdata.kafka;

import java.util.SortedMap;

/**
 * A topic at one moment.
 *
 * @param start the first offset that Kafka still has, per partition
 * @param end the offset after the last committed message, per partition
 * @param epochs the epoch of the leader that returned the end, per partition; missing if the broker
 *     does not return it
 */
public record TopicState(
    TopicIdentity identity,
    SortedMap<Integer, Long> start,
    SortedMap<Integer, Long> end,
    SortedMap<Integer, Integer> epochs) {}
