package com.k2.marketdata.options.settings;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Properties from a file and from options; an option overrides the file. In a value of the file,
 * each <code>${env:NAME}</code> is replaced by an environment variable.
 */
final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * Merges the properties of a file and of options into a new, mutable map.
   *
   * @param option the name of the option that names the file, for messages
   * @throws UsageException if the file cannot be read or refers to a variable that is not set
   */
  static Map<String, String> merge(
      String option, @Nullable String file, @Nullable Map<String, String> given) {
    return merge(option, file, given, System.getenv());
  }

  static Map<String, String> merge(
      String option,
      @Nullable String file,
      @Nullable Map<String, String> given,
      Map<String, String> environment) {
    Map<String, String> merged = new HashMap<>();
    if (file != null) {
      String source = "--" + option + "=" + file;
      ConfigTransformer variables =
          new ConfigTransformer(Map.of("env", new RequiredEnvironment(environment)));
      read(source, file)
          .forEach((name, value) -> merged.put(name, resolve(source, name, value, variables)));
    }
    if (given != null) {
      merged.putAll(given);
    }
    return merged;
  }

  private static Map<String, String> read(String source, String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(source + " cannot be read: " + e + ". Give a properties file.", e);
    }
    Map<String, String> values = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return values;
  }

  /** Kafka's transformer does not say which property failed, so each is resolved by itself. */
  private static String resolve(
      String source, String name, String value, ConfigTransformer variables) {
    try {
      return variables.transform(Map.of(name, value)).data().get(name);
    } catch (ConfigException e) {
      throw new UsageException(
          "The property " + name + " of " + source + " refers to " + e.getMessage() + ".", e);
    }
  }
}
