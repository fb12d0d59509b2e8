package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.pipeline.CurrentRules;
import com.k2.marketdata.verify.contents.recorded.TodaysRules;

/** The rules by which the pipelines judge with the same options. */
public final class PipelineRules {
  private PipelineRules() {}

  /**
   * The rules of an exchange.
   *
   * @throws K2Exception if the options are wrong or the symbol list cannot be read
   */
  public static TodaysRules of(RuleOptions options, Exchange exchange) {
    CurrentRules rules = CurrentRules.of(options, exchange);
    return new TodaysRules(
        rules.step().judges(),
        rules.fingerprint(),
        Version.get(),
        options.getSchemaRegistry() == null
            ? "Messages were decoded with the bundled schemas. If the pipelines use a schema"
                + " registry, give it with --schemaRegistry."
            : "Messages were decoded with the schemas of the registry.");
  }
}
