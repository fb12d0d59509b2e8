package com.k2.marketdata.damage;

import java.util.List;

/**
 * A way to damage a lake, and what each look at it must say.
 *
 * @param exchange the exchange whose tables are damaged and verified
 * @param verify what {@code k2 verify} must say
 * @param contents what {@code k2 verify --contents} must say
 */
record Damage(String name, String exchange, Action action, Look verify, Look contents) {

  /** A damage of Binance's tables. */
  Damage(String name, Action action, Look verify, Look contents) {
    this(name, "binance", action, verify, contents);
  }

  /** Damages a healthy lake. */
  @FunctionalInterface
  interface Action {
    void apply(DamagedLake lake) throws Exception;
  }

  /**
   * The result of a verification.
   *
   * @param texts what the JSON report, or the error message, must contain
   */
  record Look(int exitCode, List<String> texts) {}

  /** Both looks find the damage, with the same finding. */
  static Damage found(String name, Action action, String... texts) {
    return new Damage(name, action, finds(texts), finds(texts));
  }

  /** Only {@code --contents} finds the damage. */
  static Damage inContents(String name, Action action, String... texts) {
    return new Damage(name, action, clean(), finds(texts));
  }

  /** Whether {@code k2 verify} finds it without reading contents. */
  boolean isFoundByVerify() {
    return verify.exitCode() != 0;
  }

  /** The same damage of another exchange's tables. */
  Damage of(String otherExchange) {
    return new Damage(name, otherExchange, action, verify, contents);
  }

  static Look finds(String... texts) {
    return new Look(1, List.of(texts));
  }

  static Look clean(String... texts) {
    return new Look(0, List.of(texts));
  }

  @Override
  public String toString() {
    return name;
  }
}
