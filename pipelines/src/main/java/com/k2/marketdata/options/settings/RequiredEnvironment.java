package com.k2.marketdata.options.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;

/**
 * Kafka's provider of environment variables, except that a variable that is not set is an error.
 * Kafka would leave the reference in the value.
 */
final class RequiredEnvironment implements ConfigProvider {
  private final EnvVarConfigProvider environment;

  RequiredEnvironment(Map<String, String> variables) {
    environment = new EnvVarConfigProvider(variables);
    environment.configure(Map.of());
  }

  @Override
  public ConfigData get(String path) {
    return environment.get(path);
  }

  @Override
  public ConfigData get(String path, Set<String> names) {
    ConfigData found = environment.get(path, names);
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(found.data().keySet());
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "the environment variable " + String.join(", ", missing) + ", which is not set");
    }
    return found;
  }

  @Override
  public void configure(Map<String, ?> configuration) {}

  @Override
  public void close() {}
}
