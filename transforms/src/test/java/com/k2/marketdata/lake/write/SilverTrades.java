package com.k2.marketdata.lake.write;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Trades with chosen values, for tests of the rows that are written. */
final class SilverTrades {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  /** The first microsecond of a day. */
  static final long TODAY = RawTrades.KAFKA_MILLIS * 1000 / DAY * DAY;

  private SilverTrades() {}

  /** A trade without optional values other than vendor data. */
  static Trade trade(long micros, Map<String, String> vendor) {
    return trade(micros, BigDecimal.ONE, BigDecimal.ONE, List.of(), null, null, vendor);
  }

  static Trade trade(
      long micros,
      BigDecimal price,
      BigDecimal quantity,
      List<String> conditions,
      Long sequence,
      Long producer,
      Map<String, String> vendor) {
    return new Trade(
        "id",
        "BTCUSD",
        micros,
        price,
        quantity,
        "USD",
        Side.BUY,
        conditions,
        sequence,
        producer,
        vendor,
        3);
  }

  /** Writes a trade from a message at this offset. */
  static void write(TableWriter writer, long offset, Trade trade) {
    KafkaMessage message = new KafkaMessage("t", "id", 0, offset, 1, 2, Map.of(), null, null);
    new SilverRows(new CycleStamp(77, "KRAKEN", "bronze", "version"))
        .fill(writer.row(), message, trade);
    writer.write(SilverRows.day(trade));
  }
}
