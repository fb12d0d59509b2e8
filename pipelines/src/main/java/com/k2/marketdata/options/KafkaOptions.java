package com.k2.marketdata.options;

import java.util.Map;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How to reach Kafka. */
public interface KafkaOptions extends PipelineOptions {
  @Description(
      "Kafka's bootstrap servers, host:port, comma separated. Without it, the running local"
          + " stack's.")
  @Nullable String getBootstrapServers();

  void setBootstrapServers(@Nullable String servers);

  @Description("The topic to read, if it is not the exchange's own; only with a single exchange.")
  @Nullable String getTopic();

  void setTopic(@Nullable String topic);

  @Description("Kafka client properties, written --kafka.security.protocol=SASL_SSL and so on.")
  @Nullable Map<String, String> getKafkaProperties();

  void setKafkaProperties(@Nullable Map<String, String> properties);

  @Description("A properties file with Kafka client properties, for those that are secrets.")
  @Nullable String getKafkaConfig();

  void setKafkaConfig(@Nullable String file);

  @Description("How long Kafka may deliver nothing before a cycle fails and is planned anew.")
  @Default.String("60s")
  String getReadTimeout();

  void setReadTimeout(String duration);
}
