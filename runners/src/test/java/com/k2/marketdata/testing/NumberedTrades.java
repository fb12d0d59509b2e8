package com.k2.marketdata.testing;

import com.k2.marketdata.avro.ConfluentEncoder;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;

/** Messages as an exchange's producer publishes them, with contents derived from a number. */
public final class NumberedTrades {
  /** Time of trade number 0, milliseconds since the epoch. */
  public static final long START_MILLIS = 1_700_000_000_000L;

  private NumberedTrades() {}

  /** Time of the trade with this number, milliseconds since the epoch; ten trades per second. */
  public static long millis(long number) {
    return START_MILLIS + number * 100;
  }

  /** A valid Binance trade. */
  public static byte[] binance(long number) {
    return binance(number, "BTCUSDT", "27123." + number % 100 + "1");
  }

  /** A Binance trade with this symbol and price. */
  public static byte[] binance(long number, String symbol, String price) {
    Exchange exchange = Exchanges.named("binance");
    GenericData.Record trade =
        new GenericRecordBuilder(exchange.rawSchema())
            .set("event_type", "trade")
            .set("event_time_ms", millis(number))
            .set("symbol", symbol)
            .set("trade_id", number)
            .set("price", price)
            .set("quantity", "0.00100000")
            .set("trade_time_ms", millis(number))
            .set("is_buyer_maker", number % 2 == 0)
            .set("is_best_match", true)
            .set("ingestion_timestamp", millis(number) * 1000)
            .build();
    return new ConfluentEncoder(1, exchange.rawSchema()).encode(trade);
  }

  /** A valid Kraken trade. */
  public static byte[] kraken(long number) {
    Exchange exchange = Exchanges.named("kraken");
    GenericData.Record trade =
        new GenericRecordBuilder(exchange.rawSchema())
            .set("channel_id", 321L)
            .set("price", "27123." + number % 100)
            .set("volume", "0.00100000")
            .set("timestamp", millis(number) / 1000 + "." + String.format("%06d", number % 1000))
            .set("side", number % 2 == 0 ? "b" : "s")
            .set("order_type", "l")
            .set("misc", "")
            .set("pair", "XBT/USD")
            .set("ingestion_timestamp", millis(number) * 1000)
            .build();
    return new ConfluentEncoder(2, exchange.rawSchema()).encode(trade);
  }
}
