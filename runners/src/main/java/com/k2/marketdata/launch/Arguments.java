package com.k2.marketdata.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.AddressSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads a command line into Beam options. Beyond Beam's own form it knows {@code --catalog.KEY=…}
 * and {@code --kafka.KEY=…}, and enum values in lower case.
 */
public final class Arguments {
  private static final Map<String, String> PREFIXES =
      Map.of("--catalog.", "catalogProperties", "--kafka.", "kafkaProperties");
  private static final Set<String> ENUMS = Set.of("--onHole", "--startingOffsets");

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)password|secret|token|credential|access-key|shared-key|keystore\\.key|authorization"
              + "|user\\.info|sasl\\.jaas\\.config");

  private Arguments() {}

  /**
   * The options of a command line.
   *
   * @throws UsageException that says which argument is wrong
   */
  public static <T extends PipelineOptions> T parse(Class<T> options, String... args) {
    PipelineOptionsFactory.register(options);
    try {
      return PipelineOptionsFactory.fromArgs(inBeamsForm(args)).withValidation().as(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(plain(e.getMessage()) + hint(e.getMessage()), e);
    }
  }

  /** Beam's messages speak of classes and properties. */
  private static String plain(String message) {
    return message
        .replaceFirst("Class interface \\S+ missing a property named '(\\w+)'", "No option is --$1")
        .replaceFirst(
            "Missing required value for \\[(--\\w+), \"(.*)\"]\\. ?", "$1 is missing: $2");
  }

  private static String hint(String message) {
    return message.contains("SparkRunner")
        ? " The Spark runner is part of the build with `mvn -Pspark` only."
        : "";
  }

  static String[] inBeamsForm(String... args) {
    List<String> plain = new ArrayList<>();
    Map<String, Map<String, String>> maps = new TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      String prefix = PREFIXES.keySet().stream().filter(name::startsWith).findAny().orElse(null);
      if (prefix != null) {
        if (equals < 0) {
          throw new UsageException(arg + " has no value: write " + name + "=VALUE.");
        }
        requireNoSecret(name, arg.substring(equals + 1), PREFIXES.get(prefix));
        maps.computeIfAbsent(PREFIXES.get(prefix), any -> new TreeMap<>())
            .put(name.substring(prefix.length()), arg.substring(equals + 1));
      } else if (ENUMS.contains(name) && equals > 0) {
        plain.add(arg.toUpperCase(Locale.ROOT).replaceFirst("^[^=]*", name));
      } else {
        plain.add(arg);
      }
    }
    maps.forEach((option, map) -> plain.add("--" + option + "=" + json(map)));
    return plain.toArray(String[]::new);
  }

  /** A command line is visible to every user of the machine. */
  private static void requireNoSecret(String name, String value, String option) {
    if (SECRET.matcher(name).find() || AddressSecrets.areIn(value)) {
      throw new UsageException(
          name
              + " looks like a secret, and everybody can see a command line. Put it into a"
              + " properties file and name that with --"
              + option.replace("Properties", "Config")
              + "=FILE.");
    }
  }

  private static String json(Map<String, String> map) {
    try {
      return new ObjectMapper().writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of strings has a JSON form", e);
    }
  }
}
