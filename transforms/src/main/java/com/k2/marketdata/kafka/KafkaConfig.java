package com.k2.marketdata.kafka;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How to reach Kafka. The user's properties cannot override the settings that correctness depends
 * on: committed records only, no auto-commit, no silent reset.
 *
 * @param properties client properties, {@code bootstrap.servers} among them; may hold secrets, so
 *     {@link #toString} leaves the values out
 * @param topicIdentity the id that the operator states for the topic; null to use Kafka's own
 */
public record KafkaConfig(Map<String, String> properties, @Nullable String topicIdentity)
    implements Serializable {
  private static final int FETCH_BYTES = 2 * 1024 * 1024;
  private static final Map<String, String> DEFAULTS =
      Map.of(
          CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "40000",
          CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "60000",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000",
          // A response has room for all partitions that a RangeReader reads at once, so that the
          // broker omits none.
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(FETCH_BYTES),
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG, String.valueOf(RangeReader.AT_ONCE * FETCH_BYTES),
          // A range's records exist already; only a fetch beyond its end would wait.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5",
          ConsumerConfig.RECEIVE_BUFFER_CONFIG, "1048576");

  public KafkaConfig {
    properties = Map.copyOf(properties);
  }

  /** A cluster whose topics have Kafka's own ids. */
  public KafkaConfig(Map<String, String> properties) {
    this(properties, null);
  }

  /** The same cluster with these properties in addition, or instead of those of the same name. */
  public KafkaConfig with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new KafkaConfig(all, topicIdentity);
  }

  /** Settings of a consumer that reads exact ranges. */
  public Map<String, Object> consumer() {
    Map<String, Object> config = new HashMap<>(DEFAULTS);
    config.putAll(properties);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return config;
  }

  /** Settings of an admin client. */
  public Map<String, Object> admin() {
    Map<String, Object> config = new HashMap<>();
    config.put(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
        DEFAULTS.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG));
    config.put(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
        DEFAULTS.get(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG));
    config.putAll(properties);
    return config;
  }

  /** The addresses of the brokers, for messages. */
  public String bootstrapServers() {
    return properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "(none)");
  }

  @Override
  public String toString() {
    return "KafkaConfig" + new TreeMap<>(properties).keySet();
  }
}
