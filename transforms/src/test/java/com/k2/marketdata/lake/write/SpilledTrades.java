package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Trades of chosen days, for tests of what is written in which order. */
final class SpilledTrades {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  private final SilverRows rows = new SilverRows(new CycleStamp(77, "KRAKEN", "bronze", "version"));

  /** Fills the writer's row with a trade whose values depend on its offset, and writes it. */
  void write(TableWriter writer, int day, long offset) {
    fill(writer.row(), day, offset);
    writer.write(day);
  }

  /** Fills a row with the same trade. */
  void fill(Row row, int day, long offset) {
    boolean odd = offset % 2 == 1;
    KafkaMessage message =
        new KafkaMessage("topic", "topic-id", 0, offset, 1, 2, Map.of(), null, null);
    rows.fill(
        row,
        message,
        new Trade(
            "id-" + offset,
            "BTCUSD",
            day * DAY + offset,
            BigDecimal.valueOf(offset + 1, 3),
            BigDecimal.ONE,
            "USD",
            odd ? Side.BUY : Side.SELL,
            odd ? List.of("limit", "b") : List.of(),
            odd ? offset : null,
            odd ? null : -offset,
            odd ? Map.of() : Map.of("misc", "", "größe", "n" + offset),
            RawTrades.SCHEMA_ID));
  }
}
