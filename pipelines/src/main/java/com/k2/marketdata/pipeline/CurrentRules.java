package com.k2.marketdata.pipeline;

import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.JudgeTrades;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.exchange.RulesFingerprint;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.trade.TradeRules;

/**
 * The rules by which a cycle would judge now.
 *
 * @param step decodes and validates messages
 * @param fingerprint identifies the rules and their settings; see {@link RulesFingerprint}
 */
public record CurrentRules(JudgeTrades step, String fingerprint) {

  /**
   * The rules of an exchange, as the options describe them.
   *
   * @throws K2Exception if the options are wrong or the symbol list cannot be read
   */
  public static CurrentRules of(RuleOptions options, Exchange exchange) {
    return CurrentJudge.of(options, exchange).current();
  }

  /**
   * Checks the options; reads no symbol list.
   *
   * @throws UsageException if an option is wrong
   */
  public static void requireValid(RuleOptions options) {
    CurrentJudge.requireValid(options);
  }

  static CurrentRules of(Exchange exchange, SchemaSource schemas, RuleSettings settings) {
    TradeRules rules = exchange.rules(settings);
    return new CurrentRules(
        JudgeTrades.of(exchange.rawSchema(), schemas, rules),
        RulesFingerprint.of(exchange, settings, rules));
  }
}
