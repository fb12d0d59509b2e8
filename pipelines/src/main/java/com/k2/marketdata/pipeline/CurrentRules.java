package com.k2.marketdata.pipeline;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.JudgeTrades;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.options.RuleOptions;

/**
 * The rules by which a cycle would judge now.
 *
 * @param step decodes and validates messages
 * @param fingerprint identifies the rules and their settings
 */
public record CurrentRules(JudgeTrades step, String fingerprint) {

  /**
   * The rules of an exchange, as the options describe them.
   *
   * @throws K2Exception if the options are wrong or the symbol list cannot be read
   */
  public static CurrentRules of(RuleOptions options, Exchange exchange) {
    CurrentJudge.Judging current = CurrentJudge.of(options, exchange).current();
    return new CurrentRules(current.step(), current.rules());
  }
}
