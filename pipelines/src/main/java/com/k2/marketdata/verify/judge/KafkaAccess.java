package com.k2.marketdata.verify.judge;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Whether Kafka can explain why offsets of a topic are missing.
 *
 * @param end the end offset of each partition; empty if Kafka cannot be used
 * @param note a sentence for the report
 */
record KafkaAccess(Map<Integer, Long> end, String note) {

  static KafkaAccess to(@Nullable KafkaConfig kafka, String topic, Ledger ledger) {
    if (kafka == null) {
      return none("Missing offsets were not looked up: no bootstrap servers were given.");
    }
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      TopicState state = inspector.inspect(topic);
      if (!state.identity().cluster().equals(ledger.cluster())) {
        return none(
            "Missing offsets were not looked up: Kafka at "
                + kafka.bootstrapServers()
                + " is not the cluster that the rows come from.");
      }
      if (!state.identity().topicId().equals(ledger.topicId())) {
        return none(
            "Missing offsets were not looked up: topic "
                + topic
                + " has been recreated, and Kafka no longer has the old one.");
      }
      return new KafkaAccess(state.end(), "Missing offsets were looked up in Kafka.");
    } catch (K2Exception e) {
      return none("Missing offsets were not looked up: " + e.getMessage());
    }
  }

  private static KafkaAccess none(String why) {
    return new KafkaAccess(Map.of(), why);
  }
}
