package com.k2.marketdata.check.rules;

import com.k2.marketdata.check.kafka.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kraken's WebSocket v1 feed. */
final class KrakenRules extends Rules {
  private static final Pattern ASSET = Pattern.compile("[A-Z0-9]+(\\.[A-Z0-9]+)*x?");
  private static final int MAX_ASSET = 32;
  private static final Pattern SECONDS = Pattern.compile("0*([0-9]+)(?:\\.([0-9]+))?");
  private static final Map<String, String> USUAL_NAMES =
      Map.of(
          "XBT", "BTC", "XXBT", "BTC", "XDG", "DOGE", "XXDG", "DOGE", "XETH", "ETH", "ZUSD", "USD",
          "ZEUR", "EUR");
  private static final Set<String> OWN_COLUMNS =
      Set.of("price", "volume", "timestamp", "side", "ingestion_timestamp");

  KrakenRules(TimeLimits limits) {
    super(limits);
  }

  @Override
  Expectation.Trade trade(Message message, SentFields fields, Set<String> doubts) throws Rejected {
    String pair = required(fields.text("pair"), "symbol_missing");
    String[] assets = pair.split("/", -1);
    if (assets.length != 2) {
      throw new Rejected("symbol_unknown_form");
    }
    for (String asset : assets) {
      if (asset.length() > MAX_ASSET || !ASSET.matcher(asset).matches()) {
        doubts.add("symbol_unknown_form");
      }
    }
    String quote = usualName(assets[1]);
    var price = amount("price", fields.text("price"));
    var quantity = amount("quantity", fields.text("volume"));
    String side = required(fields.text("side"), "side_missing");
    if (!side.equals("b") && !side.equals("s")) {
      throw new Rejected("side_unknown");
    }
    String time = required(fields.text("timestamp"), "timestamp_missing");
    return new Expectation.Trade(
        "KRAKEN-" + time + "-" + message.partition() + "-" + message.offset(),
        usualName(assets[0]) + quote,
        Set.of(quote),
        micros(time),
        price,
        quantity,
        side.equals("b") ? "BUY" : "SELL",
        conditions(fields.text("order_type")),
        null,
        fields.micros("ingestion_timestamp"),
        fields.without(OWN_COLUMNS));
  }

  private static String usualName(String asset) {
    return USUAL_NAMES.getOrDefault(asset, asset);
  }

  private static List<String> conditions(String orderType) {
    if (orderType == null || orderType.isEmpty()) {
      return List.of();
    }
    return List.of(Map.of("l", "limit", "m", "market").getOrDefault(orderType, orderType));
  }

  /**
   * Ten digits of seconds are the years 2001 to 2286; further digits of the fraction are cut off.
   */
  private static long micros(String text) throws Rejected {
    Matcher seconds = SECONDS.matcher(text);
    if (!seconds.matches() || seconds.group(1).length() != 10) {
      throw new Rejected("timestamp_unparsable");
    }
    String fraction = seconds.group(2) == null ? "" : seconds.group(2);
    return Long.parseLong(seconds.group(1) + (fraction + "000000").substring(0, 6));
  }
}
