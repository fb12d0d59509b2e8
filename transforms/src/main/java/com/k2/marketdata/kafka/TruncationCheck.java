package com.k2.marketdata.kafka;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Checks whether a partition's log still continues what was read from it. A log that lost its last
 * records gives their offsets to other messages, so offsets alone cannot show it. Kafka's leader
 * epochs can.
 */
@FunctionalInterface
public interface TruncationCheck {

  /**
   * What was read of a partition.
   *
   * @param position the offset after it
   * @param epoch an epoch whose leader had all of it
   */
  record Read(int partition, long position, int epoch) {}

  /**
   * A log that does not continue what was read.
   *
   * @param offset the first offset that may now have another message; empty if the log no longer
   *     has the epoch
   */
  record Parting(Read read, OptionalLong offset) {}

  /** The reads that the topic's logs, as they are now, do not continue. */
  List<Parting> partings(String topic, Collection<Read> reads);
}
