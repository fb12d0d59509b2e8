package com.k2.marketdata.options.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Decides by its name whether a setting is a secret. Kafka declares the type of its own settings.
 * Settings that it does not declare, such as those of plugins and catalogs, are secrets if their
 * names suggest it.
 */
public final class SecretSettings {
  private static final List<Map<String, ConfigDef.ConfigKey>> KAFKA =
      List.of(ConsumerConfig.configDef().configKeys(), AdminClientConfig.configDef().configKeys());

  private static final Pattern SUGGESTIVE =
      Pattern.compile(
          "(?i)password|passwd|secret|token|credential|authorization|jaas|user[._-]?info"
              + "|(access|shared|api|account)[._-]?key|keystore\\.key");

  private SecretSettings() {}

  /** Whether a Kafka client setting is a secret. */
  public static boolean isKafkaSecret(String name) {
    return KAFKA.stream()
        .filter(declared -> declared.containsKey(name))
        .findFirst()
        .map(declared -> declared.get(name).type() == ConfigDef.Type.PASSWORD)
        .orElseGet(() -> SUGGESTIVE.matcher(name).find());
  }

  /** Whether a catalog property is a secret. */
  public static boolean isCatalogSecret(String name) {
    return SUGGESTIVE.matcher(name).find();
  }
}
