package com.k2.marketdata.exchange;

import com.k2.marketdata.trade.TradeRules;
import java.io.Serializable;
import org.apache.avro.Schema;

/**
 * Everything that differs between exchanges: the raw schema, the topic, the tables, and the rules
 * that make trades of messages. An implementation is a public class with a public constructor
 * without parameters, registered in {@code META-INF/services/com.k2.marketdata.exchange.Exchange}.
 * {@code docs/add-an-exchange.md} describes how to add one.
 */
public interface Exchange extends Serializable {

  /**
   * The name in options, topics and tables: a lower-case letter, followed by lower-case letters,
   * digits and underscores. For example {@code binance}.
   */
  String name();

  /** The Avro record schema that the producer of the exchange's messages writes with. */
  Schema rawSchema();

  /**
   * The rules that make a trade or a dead letter of a decoded message. {@link CheckedRules} is the
   * usual base class.
   */
  TradeRules rules(RuleSettings settings);

  /**
   * The revision of {@link #rules}. An exchange that is not bundled with K2 must increase it with
   * every change after which some message has another outcome: tables record which revision judged
   * their rows, and {@code k2 verify} judges again only rows of the same one. See {@link
   * RulesFingerprint}.
   */
  default int revision() {
    return 1;
  }

  /** The topic of the exchange's messages, unless {@code --topic} names another one. */
  default String topic() {
    return "market.crypto.trades." + name() + ".raw";
  }

  /** The name of the bronze table, without its namespace. */
  default String bronzeTable() {
    return "bronze_" + name() + "_trades";
  }

  /** The name of the silver table, without its namespace. */
  default String silverTable() {
    return "silver_" + name() + "_trades";
  }
}
