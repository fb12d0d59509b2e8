package com.k2.marketdata.damage;

import java.util.List;
import java.util.stream.Stream;

/**
 * A way to damage a lake, and what each verification must report.
 *
 * @param exchange the exchange whose tables are damaged and verified
 * @param verify what {@code k2 verify} must report
 * @param contents what {@code k2 verify --contents} must report
 */
record Damage(String name, String exchange, Action action, Expected verify, Expected contents) {

  /** A damage of Binance's tables. */
  Damage(String name, Action action, Expected verify, Expected contents) {
    this(name, "binance", action, verify, contents);
  }

  /** Damages a healthy lake. */
  @FunctionalInterface
  interface Action {
    void apply(DamagedLake lake) throws Exception;
  }

  /**
   * The expected result of a verification.
   *
   * @param texts what the JSON report, with single spaces as white space, or the error message must
   *     contain
   */
  record Expected(int exitCode, List<String> texts) {}

  /** Both verifications find the damage, with the same finding. */
  static Damage found(String name, Action action, String text, String... others) {
    return new Damage(name, action, finds(text, others), finds(text, others));
  }

  /** Only {@code --contents} finds the damage. */
  static Damage inContents(String name, Action action, String text, String... others) {
    return new Damage(name, action, clean(), finds(text, others));
  }

  /** Only {@code --contents} finds the damage: these columns of a table's row differ. */
  static Damage differing(
      String name, Action action, String kind, String table, String column, String... others) {
    Stream<String> columns = Stream.concat(Stream.of(column), Stream.of(others));
    return inContents(
        name,
        action,
        finding(kind, table),
        columns.map(each -> json("column", each)).toArray(String[]::new));
  }

  /** Only {@code --contents} finds the damage: rows of a table do not fit their file or columns. */
  static Damage faulty(String name, Action action, String table, String fault) {
    return inContents(name, action, "\"faults\" : [ \"" + table + ", ", ".parquet: " + fault);
  }

  /** The text of a finding of a kind in a table. */
  static String finding(String kind, String table) {
    return json("kind", kind) + ", " + json("table", table);
  }

  private static String json(String name, String value) {
    return "\"" + name + "\" : \"" + value + "\"";
  }

  /** Whether {@code k2 verify} finds it without reading contents. */
  boolean isFoundByVerify() {
    return verify.exitCode() != 0;
  }

  /** The same damage of another exchange's tables. */
  Damage of(String otherExchange) {
    return new Damage(name, otherExchange, action, verify, contents);
  }

  static Expected finds(String text, String... others) {
    return new Expected(1, Stream.concat(Stream.of(text), Stream.of(others)).toList());
  }

  static Expected clean(String... texts) {
    return new Expected(0, List.of(texts));
  }

  @Override
  public String toString() {
    return name;
  }
}
