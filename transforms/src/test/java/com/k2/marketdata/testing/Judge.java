package com.k2.marketdata.testing;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.TradeRules;

/** Decodes and judges a message as a pipeline does. */
public final class Judge {
  private final MessageDecoder decoder;
  private final TradeRules rules;

  public Judge(Exchange exchange, SchemaSource schemas, RuleSettings settings) {
    this.decoder = new MessageDecoder(exchange.rawSchema(), schemas);
    this.rules = exchange.rules(settings);
  }

  /** With the bundled schema and the default settings. */
  public static Judge of(Exchange exchange) {
    return new Judge(exchange, BundledSchema.of(exchange.rawSchema()), RuleSettings.DEFAULTS);
  }

  public Outcome judge(KafkaMessage message) {
    Decoding decoding = decoder.decode(message);
    return decoding instanceof Decoding.Decoded decoded
        ? rules.judge(decoded.message(), decoded.schemaId(), decoded.record())
        : ((Decoding.Undecodable) decoding).rejected();
  }
}
