package com.k2.marketdata.compose;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is different without containers: paths, and the addresses of hosts. */
final class Substitutes {
  /** A setting without a host: all addresses of the container. */
  private static final String ANY = "://:";

  private final Map<String, String> values;
  private final String address;
  private final Pattern pattern;

  /**
   * Substitutes for one service.
   *
   * @param paths of the container, with those of this machine
   * @param hosts names, or names with a port, with their addresses on this machine
   * @param address of the service itself
   */
  Substitutes(Map<String, String> paths, Map<String, String> hosts, String address) {
    Map<String, String> names = new HashMap<>(hosts);
    names.put("localhost", address);
    values = new HashMap<>(paths);
    values.putAll(names);
    this.address = address;
    pattern =
        Pattern.compile(
            "(?<![\\w./-])("
                + oneOf(paths.keySet())
                + ")(?![\\w.-])|(?<=^|//|[=,@\"]|/dev/tcp/)("
                + oneOf(names.keySet())
                + ")(?=$|[:/])",
            Pattern.MULTILINE);
  }

  /** A text with all paths and hosts replaced. */
  String in(String text) {
    return pattern
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group())))
        .replace(ANY, "://" + address + ":");
  }

  /** Longer ones first: a name with a port precedes the name. */
  private static String oneOf(Set<String> texts) {
    return texts.stream()
        .sorted(Comparator.comparing(String::length).reversed())
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }
}
