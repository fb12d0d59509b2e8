package com.k2.marketdata.check.rules;

import com.k2.marketdata.check.kafka.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Binance. The quote asset is certain for symbols of well-known assets only. */
final class BinanceRules extends Rules {
  private static final Pattern SYMBOL = Pattern.compile("[\\p{Lu}\\p{Lo}\\p{Lm}0-9]{1,50}");
  private static final Set<String> QUOTES =
      Set.of("USDT", "USDC", "FDUSD", "TUSD", "BUSD", "BTC", "ETH", "BNB", "EUR", "TRY", "BRL");
  private static final Set<String> BASES =
      Set.of(
          "BTC", "ETH", "BNB", "SOL", "XRP", "ADA", "DOGE", "AVAX", "LINK", "DOT", "LTC", "TRX",
          "MATIC");
  private static final Set<String> OWN_COLUMNS =
      Set.of("symbol", "trade_id", "price", "quantity", "trade_time_ms", "ingestion_timestamp");

  BinanceRules(TimeLimits limits) {
    super(limits);
  }

  @Override
  Expectation.Trade trade(Message message, SentFields fields, Set<String> doubts) throws Rejected {
    if (!"trade".equals(fields.text("event_type"))) {
      throw new Rejected("event_type_unexpected");
    }
    String symbol = required(fields.text("symbol"), "symbol_missing");
    Set<String> currencies = currencies(symbol, doubts);
    var price = amount("price", fields.text("price"));
    var quantity = amount("quantity", fields.text("quantity"));
    Boolean buyerIsMaker = fields.truth("is_buyer_maker");
    if (buyerIsMaker == null) {
      throw new Rejected("side_missing");
    }
    Object time = fields.number("trade_time_ms");
    if (time == null) {
      throw new Rejected("timestamp_missing");
    }
    Long micros = fields.micros("trade_time_ms");
    if (micros == null) {
      throw new Rejected("timestamp_unparsable");
    }
    Long id = fields.wholeNumber("trade_id");
    return new Expectation.Trade(
        "BINANCE-" + (id != null ? id : time + "-" + message.partition() + "-" + message.offset()),
        symbol,
        currencies,
        micros,
        price,
        quantity,
        buyerIsMaker ? "SELL" : "BUY",
        List.of(),
        id,
        fields.micros("ingestion_timestamp"),
        fields.without(OWN_COLUMNS));
  }

  private static Set<String> currencies(String symbol, Set<String> doubts) throws Rejected {
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new Rejected("symbol_unknown_form");
    }
    List<String> quotes =
        QUOTES.stream().filter(quote -> symbol.endsWith(quote) && !symbol.equals(quote)).toList();
    if (quotes.size() == 1 && BASES.contains(before(symbol, quotes.get(0)))) {
      return Set.copyOf(quotes);
    }
    doubts.addAll(Set.of("symbol_unknown_form", "quote_asset_ambiguous"));
    Set<String> suffixes = new HashSet<>();
    for (int at = 1; at < symbol.length(); at++) {
      suffixes.add(symbol.substring(at));
    }
    return suffixes;
  }

  private static String before(String symbol, String quote) {
    return symbol.substring(0, symbol.length() - quote.length());
  }
}
