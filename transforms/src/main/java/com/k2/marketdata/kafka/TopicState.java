package com.k2.marketdata.kafka;

import java.util.SortedMap;

/**
 * A topic at one moment.
 *
 * @param start the first offset that Kafka still has, per partition
 * @param end the offset up to which messages can be read, per partition: the first one of an open
 *     transaction, or the end of the log
 * @param logEnd the offset after the last message, per partition
 * @param epochs the epoch of the leader that returned the end, per partition; missing if the broker
 *     does not return it
 */
public record TopicState(
    TopicIdentity identity,
    SortedMap<Integer, Long> start,
    SortedMap<Integer, Long> end,
    SortedMap<Integer, Long> logEnd,
    SortedMap<Integer, Integer> epochs) {

  /** How many offsets of a partition exist but cannot be read until a transaction ends. */
  public long blocked(int partition) {
    long readable = end.getOrDefault(partition, 0L);
    return Math.max(0, logEnd.getOrDefault(partition, readable) - readable);
  }
}
