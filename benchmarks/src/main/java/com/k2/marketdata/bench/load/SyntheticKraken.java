package com.k2.marketdata.bench.load;

import com.k2.marketdata.exchange.Exchanges;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;

/** Kraken trades. Times are decimal strings with six decimals, different for each message. */
final class SyntheticKraken extends SyntheticTrades {
  private static final String[] PAIRS = {
    "XBT/USD", "ETH/USD", "SOL/USD", "XRP/USD", "ADA/USD", "ETH/XBT", "XBT/EUR", "ETH/EUR"
  };
  private static final double[] PRICES = {64000, 3400, 150, 0.55, 0.45, 0.053, 59000, 3100};
  private static final int FIRST_CHANNEL = 300;

  SyntheticKraken(long count, long seed, long beginMicros) {
    super(Exchanges.named("kraken").rawSchema(), 2, PAIRS, PRICES, count, seed, beginMicros);
  }

  @Override
  void fill(GenericRecord raw, Fields fields, SplittableRandom choices) {
    long price = fields.defect() == Defect.PRICE_ZERO ? 0 : (long) (fields.price() * 1e5);
    String side = choices.nextBoolean() ? "b" : "s";
    raw.put("channel_id", (long) FIRST_CHANNEL + fields.symbol());
    raw.put("price", fixed(price, 5));
    raw.put("volume", fixed(fields.quantityUnits(), 8));
    raw.put("timestamp", fixed(fields.timeMicros(), 6));
    raw.put("side", fields.defect() == Defect.QUANTITY_ZERO_OR_SIDE_UNKNOWN ? "x" : side);
    raw.put("order_type", choices.nextInt(3) == 0 ? "m" : "l");
    raw.put("misc", "");
    raw.put("pair", symbol(fields));
  }
}
