package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import java.util.Map;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How to connect to Kafka. */
@Description("Kafka")
public interface KafkaOptions extends PipelineOptions {
  @Description(
      "The bootstrap servers, HOST:PORT, comma separated. Default: the broker of the local stack,"
          + " if it is running.")
  @Form(
      regex = "[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*",
      words = "HOST:PORT, or several of these, comma separated")
  @Nullable String getBootstrapServers();

  void setBootstrapServers(@Nullable String servers);

  @Description(
      "The topic to read. Default: market.crypto.trades.EXCHANGE.raw. Allowed only with a single"
          + " exchange.")
  @Form(regex = "[\\w.-]{1,249}", words = "the name of a topic: letters, digits, '.', '_' and '-'")
  @Nullable String getTopic();

  void setTopic(@Nullable String topic);

  @Description(
      "A Kafka client setting, for example --kafka.security.protocol=SASL_SSL; can be repeated."
          + " Secrets belong in --kafkaConfig.")
  @Nullable Map<String, String> getKafkaProperties();

  void setKafkaProperties(@Nullable Map<String, String> properties);

  @Description(
      "A properties file with Kafka client settings. ${env:NAME} in a value is replaced by the"
          + " environment variable NAME.")
  @Nullable String getKafkaConfig();

  void setKafkaConfig(@Nullable String file);

  @Description(
      "An id for the topic instead of Kafka's own, for brokers without topic ids: a UUID, or an id"
          + " from 'k2 ledger show --format=json'. Give another id whenever the topic is recreated:"
          + " K2 cannot detect that. Allowed only with a single exchange.")
  @Nullable String getTopicIdentity();

  void setTopicIdentity(@Nullable String id);

  @Description("How long a read may receive no data from Kafka before the cycle fails.")
  @Default.String("60s")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getReadTimeout();

  void setReadTimeout(String duration);
}
