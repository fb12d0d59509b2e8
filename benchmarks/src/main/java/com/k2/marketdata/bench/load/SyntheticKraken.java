package com.k2.marketdata.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;

/** Kraken trades. Times are decimal strings with six decimals, different for each message. */
public final class SyntheticKraken implements SyntheticFormat {
  private static final List<Listing> LISTINGS =
      List.of(
          new Listing("XBT/USD", 64000),
          new Listing("ETH/USD", 3400),
          new Listing("SOL/USD", 150),
          new Listing("XRP/USD", 0.55),
          new Listing("ADA/USD", 0.45),
          new Listing("ETH/XBT", 0.053),
          new Listing("XBT/EUR", 59000),
          new Listing("ETH/EUR", 3100));
  private static final int FIRST_CHANNEL = 300;

  @Override
  public String exchange() {
    return "kraken";
  }

  @Override
  public List<Listing> listings() {
    return LISTINGS;
  }

  @Override
  public void fill(GenericRecord raw, Fields trade, SplittableRandom choices) {
    long price = trade.defect() == Defect.PRICE_ZERO ? 0 : (long) (trade.price() * 1e5);
    String side = choices.nextBoolean() ? "b" : "s";
    raw.put("channel_id", (long) FIRST_CHANNEL + trade.symbol());
    raw.put("price", SyntheticFormat.fixed(price, 5));
    raw.put("volume", SyntheticFormat.fixed(trade.quantityUnits(), 8));
    raw.put("timestamp", SyntheticFormat.fixed(trade.timeMicros(), 6));
    raw.put("side", trade.defect() == Defect.QUANTITY_ZERO_OR_SIDE_UNKNOWN ? "x" : side);
    raw.put("order_type", choices.nextInt(3) == 0 ? "m" : "l");
    raw.put("misc", "");
    raw.put("pair", LISTINGS.get(trade.symbol()).symbol());
  }
}
