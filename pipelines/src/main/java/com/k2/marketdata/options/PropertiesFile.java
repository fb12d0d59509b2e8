package com.k2.marketdata.options;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Properties given by a file and by options; an option wins over the file. */
public final class PropertiesFile {
  private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{env:(\\w+)}");

  private PropertiesFile() {}

  /**
   * The properties of both, in a map that may be changed.
   *
   * @param option the name of the option that names the file, for messages
   */
  public static Map<String, String> merge(
      String option, @Nullable String file, @Nullable Map<String, String> given) {
    Map<String, String> merged = new HashMap<>();
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new UsageException(
            "--" + option + "=" + file + " cannot be read: " + e + ". Give a properties file.", e);
      }
      properties
          .stringPropertyNames()
          .forEach(name -> merged.put(name, resolve(name, properties.getProperty(name))));
    }
    if (given != null) {
      merged.putAll(given);
    }
    return merged;
  }

  /** A value {@code ${env:NAME}} stands for the environment variable. */
  private static String resolve(String name, String value) {
    Matcher matcher = FROM_ENVIRONMENT.matcher(value);
    if (!matcher.matches()) {
      return value;
    }
    String found = System.getenv(matcher.group(1));
    if (found == null) {
      throw new UsageException(
          name + " refers to the environment variable " + matcher.group(1) + ", which is not set.");
    }
    return found;
  }
}
