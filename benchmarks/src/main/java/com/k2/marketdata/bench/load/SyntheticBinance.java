package com.k2.marketdata.bench.load;

import com.k2.marketdata.exchange.Exchanges;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;

/** Binance trades. Prices and quantities are padded to eight decimals, as the exchange does. */
final class SyntheticBinance extends SyntheticTrades {
  private static final String[] SYMBOLS = {
    "BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT", "DOGEUSDT", "ADAUSDT", "AVAXUSDT",
    "LINKUSDT", "DOTUSDT", "ETHBTC", "SOLBTC", "BNBETH", "LTCUSDT", "TRXUSDT", "MATICUSDT"
  };
  private static final double[] PRICES = {
    64000, 3400, 150, 580, 0.55, 0.13, 0.45, 35, 14, 6.5, 0.053, 0.0023, 0.17, 80, 0.12, 0.7
  };
  private static final long FIRST_TRADE_ID = 3_000_000_000L;

  SyntheticBinance(long count, long seed, long beginMicros) {
    super(Exchanges.named("binance").rawSchema(), 1, SYMBOLS, PRICES, count, seed, beginMicros);
  }

  @Override
  void fill(GenericRecord raw, Fields fields, SplittableRandom choices) {
    long eventMillis = TimeUnit.MICROSECONDS.toMillis(fields.timeMicros());
    long quantity =
        fields.defect() == Defect.QUANTITY_ZERO_OR_SIDE_UNKNOWN ? 0 : fields.quantityUnits();
    raw.put("event_type", "trade");
    raw.put("event_time_ms", eventMillis);
    raw.put("symbol", symbol(fields));
    raw.put("trade_id", FIRST_TRADE_ID + fields.index());
    raw.put("price", fixed(price(fields), 8));
    raw.put("quantity", fixed(quantity, 8));
    raw.put("trade_time_ms", eventMillis - choices.nextInt(3));
    raw.put("is_buyer_maker", choices.nextBoolean());
    raw.put("is_best_match", true);
  }

  /** A price in units of 1e-8 with two significant decimals, or six if it is below one. */
  private static long price(Fields fields) {
    if (fields.defect() == Defect.PRICE_ZERO) {
      return 0;
    }
    return fields.price() < 1
        ? (long) (fields.price() * 1e6) * 100
        : (long) (fields.price() * 100) * 1_000_000;
  }
}
