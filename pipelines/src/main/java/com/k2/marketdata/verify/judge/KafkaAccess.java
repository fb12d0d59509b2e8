package com.k2.marketdata.verify.judge;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Whether Kafka can tell why offsets of a topic are missing.
 *
 * @param end how far it can be asked, per partition; empty if it cannot be asked at all
 * @param note in words
 */
record KafkaAccess(Map<Integer, Long> end, String note) {

  static KafkaAccess to(@Nullable KafkaConfig kafka, String topic, Ledger ledger) {
    if (kafka == null) {
      return none("No Kafka was named, so that missing offsets cannot be explained.");
    }
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      TopicState state = inspector.inspect(topic);
      if (!state.identity().cluster().equals(ledger.cluster())) {
        return none(
            "Kafka at "
                + kafka.bootstrapServers()
                + " is not the cluster that the rows came from.");
      }
      if (!state.identity().topicId().equals(ledger.topicId())) {
        return none("Topic " + topic + " was made anew since; Kafka has the old one no more.");
      }
      return new KafkaAccess(state.end(), "Missing offsets were looked up in Kafka.");
    } catch (K2Exception e) {
      return none(e.getMessage());
    }
  }

  private static KafkaAccess none(String why) {
    return new KafkaAccess(Map.of(), why);
  }
}
