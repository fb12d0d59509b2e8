package com.k2.marketdata.peer.job;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of all three jobs, each passed as {@code --name=value}. A job ignores the options of
 * other jobs, so that a harness can pass the same options to all; an unknown name is an error.
 *
 * @param exchange {@code binance} or {@code kraken}
 * @param topic the topic of its raw trades; the exchange's usual topic by default
 * @param bootstrapServers the brokers; empty if missing
 * @param work the folder below which everything is written
 * @param master Spark's master, such as {@code local[2]}
 * @param commitEvery records per commit; 0 for a single commit
 * @param distribution how Iceberg lets Spark shuffle rows before writing: {@code none}, or {@code
 *     default} for Iceberg's own default
 * @param mode how silver and its dead letters are computed
 * @param expectRecords the number of records; the job fails if it finds a different one
 * @param expectValid the number of valid ones, or {@link #UNKNOWN}
 * @param bronzeTable the table that PeerBronze writes and the other jobs read
 * @param silverTable the table that PeerSilver writes
 * @param deadLetterTable the table to which PeerSilver writes invalid records
 * @param threads number of threads of the floor
 * @param step the step of the work that the floor runs
 */
public record PeerOptions(
    String exchange,
    String topic,
    String bootstrapServers,
    Path work,
    String master,
    long commitEvery,
    String distribution,
    SilverMode mode,
    long expectRecords,
    long expectValid,
    String bronzeTable,
    String silverTable,
    String deadLetterTable,
    int threads,
    FloorStep step) {

  static final long UNKNOWN = -1;

  private static final Set<String> NAMES =
      Set.of(
          "exchange",
          "topic",
          "bootstrapServers",
          "work",
          "master",
          "commitEvery",
          "distribution",
          "mode",
          "expectRecords",
          "expectValid",
          "bronzeTable",
          "silverTable",
          "deadLetterTable",
          "threads",
          "step");

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if an option is unknown or invalid; the message names it
   */
  static PeerOptions parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (!arg.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("Expected --name=value, not: " + arg);
      }
      String name = arg.substring(2, equals);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown option --" + name + "; the options are " + new TreeSet<>(NAMES));
      }
      given.put(name, arg.substring(equals + 1));
    }
    String exchange = oneOf(given, "exchange", "binance", Set.of("binance", "kraken"));
    String silver = tableName(given, "silverTable", "silver_" + exchange + "_trades");
    return new PeerOptions(
        exchange,
        given.getOrDefault("topic", "market.crypto.trades." + exchange + ".raw"),
        given.getOrDefault("bootstrapServers", ""),
        Path.of(present("work", given.get("work"))).toAbsolutePath().normalize(),
        given.getOrDefault("master", "local[2]"),
        number(given, "commitEvery", 0),
        oneOf(given, "distribution", "none", Set.of("none", "default")),
        choice(SilverMode.class, given, "mode", SilverMode.TWO),
        number(given, "expectRecords", UNKNOWN),
        number(given, "expectValid", UNKNOWN),
        tableName(given, "bronzeTable", "bronze_" + exchange + "_trades"),
        silver,
        tableName(given, "deadLetterTable", silver + "_dlq"),
        Math.toIntExact(Math.max(1, number(given, "threads", 2))),
        choice(FloorStep.class, given, "step", FloorStep.BRONZE));
  }

  /** The expected number of records, for a job that requires the option. */
  public long requiredRecords() {
    return required("expectRecords", expectRecords);
  }

  /** The expected number of valid records, for a job that requires the option. */
  public long requiredValid() {
    return required("expectValid", expectValid);
  }

  /** The brokers, for a job that requires the option. */
  public String requiredServers() {
    return present("bootstrapServers", bootstrapServers);
  }

  private static long required(String name, long value) {
    if (value == UNKNOWN) {
      throw new IllegalArgumentException("Missing: --" + name + "=N");
    }
    return value;
  }

  private static String present(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("Missing: --" + name + "=…");
    }
    return value;
  }

  private static long number(Map<String, String> given, String name, long fallback) {
    String value = given.get(name);
    if (value == null) {
      return fallback;
    }
    if (!value.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("--" + name + " must be a number, not: " + value);
    }
    return Long.parseLong(value);
  }

  private static String oneOf(
      Map<String, String> given, String name, String fallback, Set<String> values) {
    String value = given.getOrDefault(name, fallback);
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "--" + name + " must be one of " + new TreeSet<>(values) + ", not: " + value);
    }
    return value;
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, Map<String, String> given, String name, E fallback) {
    String value = given.get(name);
    if (value == null) {
      return fallback;
    }
    Map<String, E> values = new HashMap<>();
    for (E each : type.getEnumConstants()) {
      values.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each);
    }
    return values.get(oneOf(given, name, value, values.keySet()));
  }

  /**
   * Restricted, because table names become parts of SQL statements and of folders that are deleted.
   */
  private static String tableName(Map<String, String> given, String name, String fallback) {
    String value = given.getOrDefault(name, fallback);
    if (!value.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException(
          "--" + name + " must consist of a-z, 0-9 and _ only, not: " + value);
    }
    return value;
  }
}
