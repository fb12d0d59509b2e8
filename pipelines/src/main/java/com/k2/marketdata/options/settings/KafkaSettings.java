package com.k2.marketdata.options.settings;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.options.KafkaOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Builds the configuration of the Kafka clients from the options. */
public final class KafkaSettings {
  private static final Pattern KAFKA_ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final String ZERO_UUID = "00000000-0000-0000-0000-000000000000";

  private KafkaSettings() {}

  /**
   * The configuration that the options describe.
   *
   * @throws UsageException if no bootstrap servers are given
   */
  public static KafkaConfig of(KafkaOptions options) {
    return find(options).orElseThrow(KafkaSettings::withoutServers);
  }

  private static UsageException withoutServers() {
    return new UsageException(
        "No bootstrap servers are given. Set --bootstrapServers=host:port, or start a local broker"
            + " with `k2 up`.");
  }

  /**
   * Checks the options without the file that they may name.
   *
   * @throws UsageException if an option is invalid
   */
  public static void requireValid(KafkaOptions options) {
    topicIdentity(options.getTopicIdentity());
  }

  /**
   * Checks the options of a pipeline that reads Kafka, without the file that they may name. The
   * file may have the bootstrap servers.
   *
   * @throws UsageException if an option is invalid, or none can have bootstrap servers
   */
  public static void requireServers(KafkaOptions options) {
    requireValid(options);
    Map<String, String> properties = options.getKafkaProperties();
    if (options.getBootstrapServers() == null
        && options.getKafkaConfig() == null
        && (properties == null
            || !properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))) {
      throw withoutServers();
    }
  }

  /**
   * The id in one spelling: another one would be another topic.
   *
   * @throws UsageException if it has neither the form of a UUID nor that of Kafka, or is zero
   */
  private static @Nullable String topicIdentity(@Nullable String id) {
    if (id == null || (KAFKA_ID.matcher(id).matches() && !id.equals(TopicIdentity.NO_ID))) {
      return id;
    }
    if (UUID_TEXT.matcher(id).matches() && !id.equals(ZERO_UUID)) {
      return id.toLowerCase(Locale.ROOT);
    }
    throw new UsageException(
        "--topicIdentity="
            + id
            + " is not an id of a topic. Give a random UUID, such as the output of uuidgen, or an"
            + " id from `k2 ledger show --format=json`.");
  }

  /** The configuration that the options describe; empty if no bootstrap servers are given. */
  public static Optional<KafkaConfig> find(KafkaOptions options) {
    Map<String, String> properties =
        PropertiesFile.merge("kafkaConfig", options.getKafkaConfig(), options.getKafkaProperties());
    if (options.getBootstrapServers() != null) {
      properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.getBootstrapServers());
    }
    return properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
        ? Optional.of(new KafkaConfig(properties, topicIdentity(options.getTopicIdentity())))
        : Optional.empty();
  }
}
