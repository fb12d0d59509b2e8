package com.k2.marketdata.compose;

import com.k2.marketdata.plan.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A service of {@code docker-compose.yml}. */
final class Service {
  private static final Pattern SIZE = Pattern.compile("[^:]+:(?:.*,)?size=(\\d+m)\\b.*");

  private final Path home;
  private final String name;
  private final Map<?, ?> fields;

  Service(Path home, String name, Map<?, ?> fields) {
    this.home = home;
    this.name = name;
    this.fields = fields;
  }

  /**
   * A mounted folder or file; {@code source} is a path, the name of a volume, or empty for a volume
   * of each container.
   */
  record Mount(String source, String target, boolean readOnly) {
    /** Whether the source is a volume. */
    boolean isVolume() {
      return !source.startsWith(".") && !source.startsWith("/");
    }
  }

  String name() {
    return name;
  }

  /** The entry point and the command, each word by itself. */
  List<String> command() {
    return Stream.of("entrypoint", "command").flatMap(field -> list(field).stream()).toList();
  }

  /** The variables of the environment, also those of its files. */
  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>();
    list("env_file").forEach(file -> all.putAll(variables(home.resolve(file))));
    map("environment").forEach((key, value) -> all.put(key.toString(), value.toString()));
    return all;
  }

  /** The command of the health check; empty if it has none. */
  List<String> healthCheck() {
    Object test = map("healthcheck").get("test");
    return test == null ? List.of() : strings(test).subList(1, strings(test).size());
  }

  /** Whether it runs until it is stopped; others end when they are done. */
  boolean isServer() {
    return !text("restart").equals("no");
  }

  /** The names by which other containers reach it. */
  List<String> hosts() {
    Object network = map("networks").get("default");
    Stream<String> aliases =
        network == null ? Stream.empty() : strings(((Map<?, ?>) network).get("aliases")).stream();
    return Stream.concat(Stream.of(name), aliases).toList();
  }

  /** The services that it waits for, with the condition. */
  Map<String, String> dependencies() {
    Map<String, String> conditions = new TreeMap<>();
    map("depends_on")
        .forEach(
            (service, wait) ->
                conditions.put(service.toString(), ((Map<?, ?>) wait).get("condition").toString()));
    return conditions;
  }

  MemorySize limit() {
    return MemorySize.parse(text("mem_limit"));
  }

  /** All its folders in memory together; each must have a size. */
  MemorySize tmpfs() {
    MemorySize sum = MemorySize.ZERO;
    for (String folder : list("tmpfs")) {
      Matcher size = SIZE.matcher(folder);
      if (!size.matches()) {
        throw new AssertionError(name + ": the tmpfs " + folder + " has no size");
      }
      sum = sum.plus(MemorySize.parse(size.group(1)));
    }
    return sum;
  }

  double cpus() {
    return Double.parseDouble(text("cpus"));
  }

  /** What is mounted, other than folders in memory. */
  List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    for (String mount : list("volumes")) {
      String[] parts = mount.split(":");
      mounts.add(
          parts.length == 1
              ? new Mount("", parts[0], false)
              : new Mount(parts[0], parts[1], parts.length > 2 && parts[2].equals("ro")));
    }
    return mounts;
  }

  /** The value of an option of the command, such as {@code --trigger}. */
  String option(String option) {
    return command().stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** A field that is one value; empty if it is missing. */
  String text(String field) {
    return fields.containsKey(field) ? fields.get(field).toString() : "";
  }

  /** A field that is a list. */
  List<String> list(String field) {
    return fields.containsKey(field) ? strings(fields.get(field)) : List.of();
  }

  /** A field that has fields. */
  Map<?, ?> map(String field) {
    return fields.containsKey(field) ? (Map<?, ?>) fields.get(field) : Map.of();
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }

  /** The lines {@code NAME=VALUE} of a file. */
  static Map<String, String> variables(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      Map<String, String> variables = new TreeMap<>();
      lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("=", 2))
          .forEach(parts -> variables.put(parts[0], parts[1]));
      return variables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
