package com.k2.marketdata.pipeline;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.RegistrySchemas;
import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.JudgeTrades;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.options.Quantities;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.options.SchemaRegistry;

/** Creates the step that decodes and validates an exchange's messages, from the options. */
final class JudgeTradesFactory {
  private static final String OFF = "off";

  private JudgeTradesFactory() {}

  /** The step for the cycles of an exchange. */
  static JudgeTrades of(RuleOptions options, Exchange exchange) {
    RuleSettings settings =
        new RuleSettings(
            Quantities.duration("futureTolerance", options.getFutureTolerance()),
            options.getMaxTradeAge().equals(OFF)
                ? null
                : Quantities.duration("maxTradeAge", options.getMaxTradeAge()),
            options.getSymbolList());
    SchemaSource schemas =
        options.getSchemaRegistry() == null
            ? BundledSchema.of(exchange.rawSchema())
            : RegistrySchemas.at(SchemaRegistry.at(options.getSchemaRegistry()));
    return JudgeTrades.of(exchange.rawSchema(), schemas, exchange.rules(settings));
  }
}
