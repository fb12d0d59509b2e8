package com.k2.marketdata.check.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * The topic to compare the tables with.
 *
 * @param settings settings of the consumer in addition to the bootstrap servers, such as security
 * @param ends the offset of each partition at which the check stops, exclusive; empty to check up
 *     to Kafka's end
 */
public record KafkaSource(
    String bootstrapServers, String topic, Map<String, String> settings, Map<Integer, Long> ends) {
  public KafkaSource {
    settings = Map.copyOf(settings);
    ends = Map.copyOf(ends);
  }

  /** All messages of a topic. */
  public static KafkaSource of(String bootstrapServers, String topic) {
    return new KafkaSource(bootstrapServers, topic, Map.of(), Map.of());
  }

  /** The messages before these offsets; rows of later messages are not checked. */
  public KafkaSource upTo(Map<Integer, Long> ends) {
    return new KafkaSource(bootstrapServers, topic, settings, ends);
  }

  /** With another setting of the consumer. */
  public KafkaSource with(String setting, String value) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(setting, value);
    return new KafkaSource(bootstrapServers, topic, all, ends);
  }
}
