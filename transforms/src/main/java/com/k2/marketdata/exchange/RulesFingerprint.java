package com.k2.marketdata.exchange;

import com.k2.marketdata.trade.TradeRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies an exchange's rules and their settings. Messages that were judged under equal
 * fingerprints and decoded with the same schemas have equal outcomes. The details of dead letters
 * may still differ between versions of K2.
 *
 * <p>A fingerprint is the first 16 hexadecimal digits of a SHA-256 of {@link #REVISION}, the
 * exchange's name, {@link Exchange#revision}, raw schema, the settings, and the hash of the symbol
 * list.
 */
public final class RulesFingerprint {
  /**
   * The revision of K2's own rules. Increase it with every change after which some message becomes
   * another trade, a dead letter with another reason, or a trade instead of a dead letter: in the
   * decoding of messages, the parsing of amounts and times, the checks and their order, the rules
   * of a bundled exchange, or the columns of silver made from a trade. Changes of a detail's
   * wording do not count.
   */
  static final int REVISION = 1;

  private static final int DIGITS = 16;

  private RulesFingerprint() {}

  /** The fingerprint of an exchange's rules with these settings. */
  public static String of(Exchange exchange, RuleSettings settings) {
    return of(exchange, settings, exchange.rules(settings));
  }

  /** The fingerprint, if the rules of these settings exist already. */
  public static String of(Exchange exchange, RuleSettings settings, TradeRules rules) {
    return of(
        REVISION,
        exchange.name(),
        exchange.revision(),
        exchange.rawSchema(),
        settings.futureTolerance(),
        settings.maxAge() == null ? "any" : settings.maxAge(),
        rules.symbolListHash().orElse("none"));
  }

  private static String of(Object... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        sha256.update((part + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
