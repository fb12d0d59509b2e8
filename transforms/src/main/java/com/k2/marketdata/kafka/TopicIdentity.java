package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.Serializable;
import org.apache.kafka.common.Uuid;

/**
 * The topic that offsets belong to. A topic that was deleted and recreated has another id, and a
 * broker that was set up again has another cluster id: their offsets mean other messages.
 */
public record TopicIdentity(String cluster, String topic, String topicId) implements Serializable {

  /** What Kafka returns instead of a topic id if a broker does not support topic ids. */
  public static final String NO_ID = Uuid.ZERO_UUID.toString();

  /**
   * The identity of a topic: with the id that the operator has stated, or else with Kafka's own.
   *
   * @throws SystemFaultException if there is neither
   */
  static TopicIdentity of(KafkaConfig kafka, String cluster, String topic, Uuid id) {
    if (kafka.topicIdentity() != null) {
      return new TopicIdentity(cluster, topic, kafka.topicIdentity());
    }
    if (id.equals(Uuid.ZERO_UUID)) {
      throw new SystemFaultException(
          "Kafka at "
              + kafka.bootstrapServers()
              + " returned no id of topic "
              + topic
              + ", so K2 cannot detect whether the topic is recreated. During an upgrade, wait"
              + " until all brokers run Kafka 2.8 or later. If they do not support topic ids, give"
              + " the topic an id with --topicIdentity=UUID; see docs/operations.md, \"Brokers"
              + " without topic ids\".");
    }
    return new TopicIdentity(cluster, topic, id.toString());
  }

  /** Whether the id has Kafka's form; an operator states ids as UUIDs. */
  public boolean isAssignedByKafka() {
    return !isUnknown() && topicId.length() == NO_ID.length();
  }

  /** Whether a recreated topic could have the same identity. */
  public boolean isUnknown() {
    return topicId.equals(NO_ID);
  }
}
