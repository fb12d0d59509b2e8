package com.k2.marketdata.verify.judge;

import java.io.Serializable;

/** A partition of a topic; a recreated topic has another id. */
public record PartitionId(String topicId, int number)
    implements Serializable, Comparable<PartitionId> {
  @Override
  public int compareTo(PartitionId other) {
    int byTopic = topicId.compareTo(other.topicId);
    return byTopic != 0 ? byTopic : Integer.compare(number, other.number);
  }
}
