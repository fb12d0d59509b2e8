package com.k2.marketdata.peer.row;

import java.io.IOException;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;

/** Maps Binance's messages. */
final class BinanceMapper extends TradeMapper {
  private static final List<String> QUOTES = List.of("USDT", "USD", "BTC", "ETH");

  BinanceMapper(long nowMicros) {
    super("binance", nowMicros);
  }

  @Override
  void read(BinaryDecoder in) throws IOException {
    String eventType = common(in);
    long eventMillis = in.readLong();
    symbol = common(in);
    tradeId = "BINANCE-" + in.readLong();
    price = amount(text(in));
    quantity = amount(text(in));
    tradeMicros = in.readLong() * 1_000;
    boolean buyerIsMaker = in.readBoolean();
    Boolean bestMatch = bestMatch(in);
    ingestionMicros = in.readLong();

    side = buyerIsMaker ? "SELL" : "BUY";
    currency = quote(symbol);
    conditions = List.of();
    vendorData =
        "{\"event_type\":\""
            + eventType
            + "\",\"event_time_ms\":"
            + eventMillis
            + ",\"is_buyer_maker\":"
            + buyerIsMaker
            + (bestMatch == null ? "}" : ",\"is_best_match\":" + bestMatch + "}");
  }

  private static Boolean bestMatch(BinaryDecoder in) throws IOException {
    int branch = in.readIndex();
    if (branch == 0) {
      return null;
    } else if (branch == 1) {
      return in.readBoolean();
    }
    throw new IOException("The union has no branch " + branch);
  }

  private static String quote(String symbol) {
    for (String quote : QUOTES) {
      if (symbol.endsWith(quote)) {
        return quote;
      }
    }
    return symbol.substring(Math.max(0, symbol.length() - 4));
  }
}
