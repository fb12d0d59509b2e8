package com.k2.marketdata.feed.recording;

import com.k2.marketdata.exchange.Binance;
import com.k2.marketdata.trade.EpochTime;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Recordings of Binance spot trades. A missing field is sent as an empty string or zero, a missing
 * trade id as -1, and left to the rules. Only a trade without {@code is_buyer_maker} is not sent:
 * the raw schema has no value that means "unknown", and the trade would get a side that was not
 * recorded.
 */
public final class BinanceRecording implements RecordingFormat {
  private static final String BUYER_MAKER = "is_buyer_maker";
  private static final String TRADE_TIME = "trade_time_ms";
  private static final String EVENT_TIME = "event_time_ms";
  private static final long DAY_MICROS = 86_400_000_000L;

  /** Zero is the id of a symbol's first trade. */
  private static final long NO_TRADE_ID = -1;

  private final Schema schema = new Binance().rawSchema();

  @Override
  public String exchange() {
    return "binance";
  }

  @Override
  public LineParser csv(CsvHeader header) {
    int tradeId = header.find("trade_id");
    int price = header.find("price");
    int quantity = header.find("qty", "quantity");
    int time = header.find("trade_time_ms", "trade_time_us");
    int buyerMaker = header.require(BUYER_MAKER);
    int bestMatch = header.find("is_best_match");
    int symbol = header.find("symbol");
    int eventTime = header.find("event_time_ms", "event_time_us");
    return (RowParser)
        row ->
            new ParsedLine.Trades(
                List.of(
                    trade(
                        "trade",
                        WholeNumber.of("event time", row.cell(eventTime)),
                        row.cell(symbol),
                        WholeNumber.of("trade_id", row.cell(tradeId), NO_TRADE_ID),
                        row.cell(price),
                        row.cell(quantity),
                        WholeNumber.of("trade time", row.cell(time)),
                        flag(BUYER_MAKER, row.cell(buyerMaker)),
                        optionalFlag("is_best_match", row.cell(bestMatch)))));
  }

  @Override
  public LineParser frames() {
    return new FrameParser() {
      @Override
      protected ParsedLine message(Object json) throws IOException {
        Object data =
            json instanceof Map<?, ?> message && message.containsKey("data")
                ? message.get("data")
                : json;
        return data instanceof Map<?, ?> event
            ? event(event)
            : data instanceof List<?> events ? eventsOfOneKind(events) : notAnEvent();
      }
    };
  }

  @Override
  public List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    defects.addAll(Defect.ofAmounts("price", "quantity"));
    defects.addAll(Defect.ofSymbol("symbol"));
    defects.add(Defect.field("symbol", "NOSUCHUSDT", RejectReason.QUOTE_ASSET_AMBIGUOUS));
    defects.add(Defect.field("event_type", "aggTrade", RejectReason.EVENT_TYPE_UNEXPECTED));
    defects.add(Defect.field("event_type", "", RejectReason.EVENT_TYPE_UNEXPECTED));
    defects.add(Defect.field(TRADE_TIME, 0L, RejectReason.TIMESTAMP_UNPARSABLE));
    defects.add(Defect.field(TRADE_TIME, -1L, RejectReason.TIMESTAMP_UNPARSABLE));
    defects.add(shifted(DAY_MICROS, RejectReason.TIMESTAMP_IN_FUTURE));
    defects.add(shifted(-500 * DAY_MICROS, RejectReason.TIMESTAMP_TOO_OLD));
    return defects;
  }

  @Override
  public void moveTimes(GenericRecord raw, long micros) {
    move(raw, EVENT_TIME, micros);
    move(raw, TRADE_TIME, micros);
  }

  /** Moves the trade's time; the Kafka timestamp stays the same. */
  private static Defect shifted(long micros, RejectReason expected) {
    return Defect.change(expected, record -> move(record, TRADE_TIME, micros));
  }

  /** Moves a time in milliseconds or microseconds; its size gives its unit. */
  private static void move(GenericRecord raw, String field, long micros) {
    long time = (Long) raw.get(field);
    if (time > 0) {
      raw.put(field, time + (time < 100_000_000_000_000L ? micros / 1_000 : micros));
    }
  }

  /** Tickers of all symbols come as one array. Spot trades never do. */
  private static ParsedLine eventsOfOneKind(List<?> events) throws IOException {
    Set<String> types = new HashSet<>();
    for (Object each : events) {
      types.add(each instanceof Map<?, ?> event ? ExactJson.text(event.get("e")) : "");
    }
    String type = types.size() == 1 ? types.iterator().next() : "";
    return type.isEmpty() || type.equals("trade") ? notAnEvent() : new ParsedLine.Skipped(type);
  }

  private static ParsedLine notAnEvent() {
    return new ParsedLine.Unknown("neither an event nor an array of tickers");
  }

  /** A message that names no event type: two kinds of streams, and responses to requests. */
  private static ParsedLine withoutType(Map<?, ?> message) {
    if (message.containsKey("lastUpdateId")) {
      return new ParsedLine.Skipped("depth");
    }
    if (message.keySet().containsAll(List.of("u", "s", "b", "a"))) {
      return new ParsedLine.Skipped("bookTicker");
    }
    // {"result":null,"id":1}, or an error with or without the id of its request.
    return message.containsKey("id") || message.containsKey("error")
        ? new ParsedLine.Skipped("response")
        : new ParsedLine.Unknown("an object without an event type e");
  }

  private ParsedLine event(Map<?, ?> event) throws IOException {
    if (!event.containsKey("e")) {
      return withoutType(event);
    }
    String type = ExactJson.text(event.get("e"));
    if (!type.equals("trade")) {
      return new ParsedLine.Skipped(type);
    }
    Optional<String> other = otherProduct(event);
    if (other.isPresent()) {
      return new ParsedLine.Refused(other.get());
    }
    return new ParsedLine.Trades(
        List.of(
            trade(
                type,
                WholeNumber.of("E", ExactJson.text(event.get("E"))),
                ExactJson.text(event.get("s")),
                WholeNumber.of("t", ExactJson.text(event.get("t")), NO_TRADE_ID),
                ExactJson.text(event.get("p")),
                ExactJson.text(event.get("q")),
                WholeNumber.of("T", ExactJson.text(event.get("T"))),
                flag("m", ExactJson.text(event.get("m"))),
                optionalFlag("M", ExactJson.text(event.get("M"))))));
  }

  /**
   * The product of a trade that is not published; empty for one that is. Futures trades have an
   * execution type X, and those that did not take place on the market are not published. Symbols of
   * delivery futures have an underscore, those of options a hyphen.
   */
  private static Optional<String> otherProduct(Map<?, ?> event) throws IOException {
    String executionType = ExactJson.text(event.get("X"));
    if (!isMarket(executionType, ExactJson.text(event.get("p")))) {
      return Optional.of("trade with the execution type " + Excerpt.of(executionType));
    }
    String symbol = ExactJson.text(event.get("s"));
    return symbol.indexOf('_') >= 0
        ? Optional.of("futures trade")
        : symbol.indexOf('-') >= 0 ? Optional.of("options trade") : Optional.empty();
  }

  /** A message of price 0 and type NA is published, because the rules reject it. */
  private static boolean isMarket(String executionType, String price) {
    return switch (executionType) {
      case "", "MARKET" -> true;
      case "NA" -> price.chars().allMatch(c -> c == '0' || c == '.');
      default -> false;
    };
  }

  private RecordedTrade trade(
      String eventType,
      long eventTime,
      String symbol,
      long tradeId,
      String price,
      String quantity,
      long tradeTime,
      boolean isBuyerMaker,
      @Nullable Boolean isBestMatch) {
    GenericData.Record raw = new GenericData.Record(schema);
    raw.put("event_type", eventType);
    raw.put(EVENT_TIME, eventTime);
    raw.put("symbol", symbol);
    raw.put("trade_id", tradeId);
    raw.put("price", price);
    raw.put("quantity", quantity);
    raw.put(TRADE_TIME, tradeTime);
    raw.put("is_buyer_maker", isBuyerMaker);
    raw.put("is_best_match", isBestMatch);
    return RecordedTrade.of(raw, symbol, () -> EpochTime.microsOfMillisOrMicros(tradeTime));
  }

  private static boolean flag(String name, String text) throws IOException {
    Boolean flag = optionalFlag(name, text);
    if (flag == null) {
      throw new IOException(name + " is missing, and the raw schema requires it");
    }
    return flag;
  }

  private static @Nullable Boolean optionalFlag(String name, String text) throws IOException {
    if (text.isEmpty()) {
      return null;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    throw new IOException(name + " is neither true nor false: '" + text + "'");
  }
}
