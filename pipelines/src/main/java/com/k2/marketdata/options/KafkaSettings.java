package com.k2.marketdata.options;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/** Builds the configuration of the Kafka clients from the options. */
public final class KafkaSettings {
  private KafkaSettings() {}

  /**
   * The configuration that the options describe.
   *
   * @throws UsageException if no bootstrap servers are given
   */
  public static KafkaConfig of(KafkaOptions options) {
    return find(options)
        .orElseThrow(
            () ->
                new UsageException(
                    "No bootstrap servers are given. Set --bootstrapServers=host:port, or start a"
                        + " local broker with `k2 up`."));
  }

  /** The configuration that the options describe; empty if no bootstrap servers are given. */
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
