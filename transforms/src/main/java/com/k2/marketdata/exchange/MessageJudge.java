package com.k2.marketdata.exchange;

import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.TradeRules;

/**
 * Decodes the messages of one exchange and applies its rules, one message at a time. Deterministic.
 * Not thread-safe.
 */
public final class MessageJudge {
  private final MessageDecoder decoder;
  private final TradeRules rules;

  MessageJudge(MessageDecoder decoder, TradeRules rules) {
    this.decoder = decoder;
    this.rules = rules;
  }

  /**
   * Judges a message.
   *
   * @return {@link Outcome.Accepted} or {@link Outcome.Rejected}
   * @throws SystemFaultException if the schema registry cannot be reached
   */
  public Outcome judge(KafkaMessage message) {
    Decoding decoding = decoder.decode(message);
    return decoding instanceof Decoding.Decoded decoded
        ? rules.judge(message, decoded.schemaId(), decoded.record())
        : ((Decoding.Undecodable) decoding).rejected();
  }
}
