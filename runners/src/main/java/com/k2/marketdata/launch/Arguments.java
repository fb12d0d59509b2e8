package com.k2.marketdata.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.settings.AddressSecrets;
import com.k2.marketdata.options.settings.SecretSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Parses a command line into Beam options. In addition to Beam's form it accepts {@code
 * --catalog.KEY=VALUE}, {@code --kafka.KEY=VALUE}, {@code --bootstrap} for {@code
 * --bootstrapServers}, and enum values in lower case.
 */
public final class Arguments {
  private static final List<Group> GROUPS =
      List.of(
          new Group("--catalog.", "catalog", SecretSettings::isCatalogSecret),
          new Group("--kafka.", "kafka", SecretSettings::isKafkaSecret));
  private static final Map<String, String> ALIASES = Map.of("--bootstrap", "--bootstrapServers");
  private static final Set<String> ENUMS = Set.of("--onFatal", "--onHole", "--startingOffsets");
  private static final String JOB_NAME = "--jobName=";

  /** Arguments with a common prefix that become one option with a map as its value. */
  private record Group(String prefix, String name, Predicate<String> isSecret) {
    /** A command line is visible to every user of the machine. */
    void requireNoSecret(String key, String value) {
      if (isSecret.test(key) || AddressSecrets.areIn(value)) {
        throw new UsageException(
            prefix
                + key
                + " looks like a secret, and all users of this machine can see a command line. Set"
                + " it in a properties file, and name the file with --"
                + name
                + "Config=FILE.");
      }
    }
  }

  private Arguments() {}

  /**
   * Parses the options of a job, whose name is the given one unless {@code --jobName} is among the
   * arguments.
   *
   * @throws UsageException if an argument is wrong
   */
  public static <T extends PipelineOptions> T parseJob(
      Class<T> options, String jobName, String... args) {
    T parsed = parse(options, args);
    if (Arrays.stream(args).noneMatch(arg -> arg.startsWith(JOB_NAME))) {
      parsed.setJobName(jobName);
    }
    return parsed;
  }

  /**
   * Parses options.
   *
   * @throws UsageException if an argument is wrong
   */
  public static <T extends PipelineOptions> T parse(Class<T> options, String... args) {
    PipelineOptionsFactory.register(options);
    try {
      return PipelineOptionsFactory.fromArgs(inBeamsForm(args)).withValidation().as(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(plain(e.getMessage()) + hint(e.getMessage()), e);
    }
  }

  /** Replaces the classes and properties in Beam's messages by options. */
  private static String plain(String message) {
    return message
        .replaceFirst(
            "Class interface \\S+ missing a property named '(\\w+)'", "There is no option --$1")
        .replaceFirst(
            "Missing required value for \\[(--\\w+), \"(.*)\"]\\. ?", "$1 is missing: $2");
  }

  private static String hint(String message) {
    return message.contains("SparkRunner")
        ? " Build K2 with `mvn -Pspark` to include the Spark runner."
        : "";
  }

  static String[] inBeamsForm(String... args) {
    List<String> plain = new ArrayList<>();
    Map<Group, Map<String, String>> maps = new TreeMap<>(Comparator.comparing(Group::name));
    for (String arg : args) {
      requireOption(arg);
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      String value = equals < 0 ? null : arg.substring(equals + 1);
      Optional<Group> group = GROUPS.stream().filter(g -> name.startsWith(g.prefix())).findFirst();
      if (group.isPresent()) {
        String key = name.substring(group.get().prefix().length());
        if (value == null) {
          throw new UsageException(arg + " has no value: write " + name + "=VALUE.");
        }
        group.get().requireNoSecret(key, value);
        maps.computeIfAbsent(group.get(), any -> new TreeMap<>()).put(key, value);
      } else if (value == null) {
        plain.add(arg);
      } else {
        plain.add(
            ALIASES.getOrDefault(name, name)
                + "="
                + (ENUMS.contains(name) ? value.toUpperCase(Locale.ROOT) : value));
      }
    }
    maps.forEach((group, map) -> plain.add("--" + group.name() + "Properties=" + json(map)));
    return plain.toArray(String[]::new);
  }

  private static void requireOption(String arg) {
    if (!arg.startsWith("--")) {
      throw new UsageException(
          "'" + arg + "' is not an option. Options are written --NAME=VALUE, without a space.");
    }
  }

  private static String json(Map<String, String> map) {
    try {
      return new ObjectMapper().writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of strings can be written as JSON", e);
    }
  }
}
