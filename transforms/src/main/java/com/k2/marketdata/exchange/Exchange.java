package com.k2.marketdata.exchange;

import com.k2.marketdata.trade.TradeRules;
import java.io.Serializable;
import org.apache.avro.Schema;

/**
 * All that differs between exchanges: the raw schema, the topic, the tables, and how a trade is
 * made. Adding one is a class that implements this, its Avro schema, its tests, and a line in
 * {@link Exchanges}.
 */
public interface Exchange extends Serializable {

  /** Lower case, as in options and table names: {@code binance}. */
  String name();

  /** The schema that the exchange's producer writes with, bundled. */
  Schema rawSchema();

  /** How a decoded message of this exchange becomes a trade or a dead letter. */
  TradeRules rules(RuleSettings settings);

  /** The topic that the exchange's messages are on unless an option says otherwise. */
  default String topic() {
    return "market.crypto.trades." + name() + ".raw";
  }

  /** The bronze table's name, without its namespace. */
  default String bronzeTable() {
    return "bronze_" + name() + "_trades";
  }

  /** The silver table's name, without its namespace. */
  default String silverTable() {
    return "silver_" + name() + "_trades";
  }
}
