package com.k2.marketdata.pipeline.options;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Makes Kafka's configuration of its options. */
public final class KafkaSettings {
  private KafkaSettings() {}

  /**
   * @throws UsageException if no option says where Kafka is
   */
  public static KafkaConfig of(KafkaOptions options) {
    Map<String, String> properties =
        PropertiesFile.merge("kafkaConfig", options.getKafkaConfig(), options.getKafkaProperties());
    if (options.getBootstrapServers() != null) {
      properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.getBootstrapServers());
    }
    if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new UsageException(
          "Where is Kafka? Give --bootstrapServers=host:port, or start a local one with `k2 up`.");
    }
    return new KafkaConfig(properties);
  }
}
