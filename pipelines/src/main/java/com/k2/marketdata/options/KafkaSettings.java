package com.k2.marketdata.options;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/** Makes Kafka's configuration of its options. */
public final class KafkaSettings {
  private KafkaSettings() {}

  /**
   * Where Kafka is.
   *
   * @throws UsageException if no option says
   */
  public static KafkaConfig of(KafkaOptions options) {
    return find(options)
        .orElseThrow(
            () ->
                new UsageException(
                    "Where is Kafka? Give --bootstrapServers=host:port, or start a local one with"
                        + " `k2 up`."));
  }

  /** Where Kafka is, if the options say. */
  public static Optional<KafkaConfig> find(KafkaOptions options) {
    Map<String, String> properties =
        PropertiesFile.merge("kafkaConfig", options.getKafkaConfig(), options.getKafkaProperties());
    if (options.getBootstrapServers() != null) {
      properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.getBootstrapServers());
    }
    return properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
        ? Optional.of(new KafkaConfig(properties))
        : Optional.empty();
  }
}
