package com.k2.marketdata.testing;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Map;
import java.util.TreeMap;

/** Ledgers for tests. */
public final class Ledgers {
  public static final String CLUSTER = "cluster";
  public static final String TOPIC_ID = "topic-id";

  private Ledgers() {}

  /** A table's first ledger, at 0 in every partition. */
  public static Ledger starting(String topic, int partitions) {
    Map<Integer, Long> first = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      first.put(partition, 0L);
    }
    return Ledger.starting(new TopicIdentity(CLUSTER, topic, TOPIC_ID), "start", 1, first);
  }

  /** The ledger of a cycle with these next offsets, for partitions from 0. */
  public static Ledger at(String cycle, long... next) {
    Map<Integer, Long> to = new TreeMap<>();
    for (int partition = 0; partition < next.length; partition++) {
      to.put(partition, next[partition]);
    }
    return starting("topic", next.length).advancedTo(cycle, 2, to);
  }
}
