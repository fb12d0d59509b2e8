package com.k2.marketdata.peer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of all three jobs, each given as {@code --name=value}. A job ignores those that are
 * another's, so that a harness can give all the same; a name that no job knows is refused.
 *
 * @param exchange {@code binance} or {@code kraken}
 * @param topic where its raw trades are; the exchange's usual topic unless given
 * @param bootstrapServers the brokers; empty if not given
 * @param work the folder that everything is written below
 * @param master Spark's master, such as {@code local[2]}
 * @param commitEvery how many records make a commit, 0 for one commit of everything
 * @param distribution how Iceberg has Spark shuffle before it writes: {@code none}, or {@code
 *     default} for what it does when nobody says otherwise
 * @param mode how silver and its dead letters are made
 * @param expectRecords how many records there are; the job fails if it finds another number
 * @param expectValid how many of them are valid, or {@link #UNKNOWN}
 * @param bronzeTable the table that PeerBronze writes, and the others read
 * @param silverTable the table that PeerSilver writes
 * @param deadLetterTable where it writes what is invalid
 * @param threads the threads of the floor
 * @param step the part of the work that the floor does
 */
record PeerOptions(
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
   * @throws IllegalArgumentException if it cannot be understood; the message says what is wrong
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
            "No option --" + name + "; there are " + new TreeSet<>(NAMES));
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

  /** How many records are expected; a job that cannot do without has to be told. */
  long requiredRecords() {
    return required("expectRecords", expectRecords);
  }

  /** How many valid records are expected; a job that cannot do without has to be told. */
  long requiredValid() {
    return required("expectValid", expectValid);
  }

  /** The brokers; a job that reads from them has to be told. */
  String requiredServers() {
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

  private static long number(Map<String, String> given, String name, long otherwise) {
    String value = given.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("--" + name + " is a number, not: " + value);
    }
    return Long.parseLong(value);
  }

  private static String oneOf(
      Map<String, String> given, String name, String otherwise, Set<String> values) {
    String value = given.getOrDefault(name, otherwise);
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "--" + name + " is one of " + new TreeSet<>(values) + ", not: " + value);
    }
    return value;
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, Map<String, String> given, String name, E otherwise) {
    String value = given.get(name);
    if (value == null) {
      return otherwise;
    }
    Map<String, E> values = new HashMap<>();
    for (E each : type.getEnumConstants()) {
      values.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each);
    }
    return values.get(oneOf(given, name, value, values.keySet()));
  }

  /** Table names become folders that are deleted, and parts of SQL statements. */
  private static String tableName(Map<String, String> given, String name, String otherwise) {
    String value = given.getOrDefault(name, otherwise);
    if (!value.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException("--" + name + " is no table's name: " + value);
    }
    return value;
  }
}
