package com.k2.marketdata.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;

/** Binance trades. Prices and quantities are padded to eight decimals, as the exchange does. */
public final class SyntheticBinance implements SyntheticFormat {
  private static final List<Listing> LISTINGS =
      List.of(
          new Listing("BTCUSDT", 64000),
          new Listing("ETHUSDT", 3400),
          new Listing("SOLUSDT", 150),
          new Listing("BNBUSDT", 580),
          new Listing("XRPUSDT", 0.55),
          new Listing("DOGEUSDT", 0.13),
          new Listing("ADAUSDT", 0.45),
          new Listing("AVAXUSDT", 35),
          new Listing("LINKUSDT", 14),
          new Listing("DOTUSDT", 6.5),
          new Listing("ETHBTC", 0.053),
          new Listing("SOLBTC", 0.0023),
          new Listing("BNBETH", 0.17),
          new Listing("LTCUSDT", 80),
          new Listing("TRXUSDT", 0.12),
          new Listing("MATICUSDT", 0.7));
  private static final long FIRST_TRADE_ID = 3_000_000_000L;

  @Override
  public String exchange() {
    return "binance";
  }

  @Override
  public List<Listing> listings() {
    return LISTINGS;
  }

  @Override
  public void fill(GenericRecord raw, Fields trade, SplittableRandom choices) {
    long eventMillis = TimeUnit.MICROSECONDS.toMillis(trade.timeMicros());
    long quantity =
        trade.defect() == Defect.QUANTITY_ZERO_OR_SIDE_UNKNOWN ? 0 : trade.quantityUnits();
    raw.put("event_type", "trade");
    raw.put("event_time_ms", eventMillis);
    raw.put("symbol", LISTINGS.get(trade.symbol()).symbol());
    raw.put("trade_id", FIRST_TRADE_ID + trade.index());
    raw.put("price", SyntheticFormat.fixed(price(trade), 8));
    raw.put("quantity", SyntheticFormat.fixed(quantity, 8));
    raw.put("trade_time_ms", eventMillis - choices.nextInt(3));
    raw.put("is_buyer_maker", choices.nextBoolean());
    raw.put("is_best_match", true);
  }

  /** A price in units of 1e-8 with two significant decimals, or six if it is below one. */
  private static long price(Fields trade) {
    if (trade.defect() == Defect.PRICE_ZERO) {
      return 0;
    }
    return trade.price() < 1
        ? (long) (trade.price() * 1e6) * 100
        : (long) (trade.price() * 100) * 1_000_000;
  }
}
