package com.k2.marketdata.feed;

import com.k2.marketdata.trade.EpochTime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Recordings of Binance spot trades. What a source lacks is sent as the raw schema's empty value,
 * an empty string or zero, and left to the rules to judge. Only where the raw schema has no value
 * that means "unknown" is a line not sent: a trade without {@code is_buyer_maker} would get a side
 * that nobody recorded.
 */
final class BinanceRecording implements RecordingFormat {
  private static final String BUYER_MAKER = "is_buyer_maker";

  private final Schema schema;

  BinanceRecording(Schema schema) {
    this.schema = schema;
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
    return line -> {
      List<String> row = CsvHeader.split(line);
      try {
        return new ParsedLine.Trades(
            List.of(
                trade(
                    "trade",
                    WholeNumber.of("event time", CsvHeader.cell(row, eventTime)),
                    CsvHeader.cell(row, symbol),
                    WholeNumber.of("trade_id", CsvHeader.cell(row, tradeId)),
                    CsvHeader.cell(row, price),
                    CsvHeader.cell(row, quantity),
                    WholeNumber.of("trade time", CsvHeader.cell(row, time)),
                    flag(BUYER_MAKER, CsvHeader.cell(row, buyerMaker)),
                    optionalFlag("is_best_match", CsvHeader.cell(row, bestMatch)))));
      } catch (IOException e) {
        return new ParsedLine.Unknown(e.getMessage());
      }
    };
  }

  @Override
  public LineParser frames() {
    return new FrameParser() {
      @Override
      ParsedLine message(Object json) throws IOException {
        if (!(json instanceof Map<?, ?> message)) {
          return new ParsedLine.Unknown("not a JSON object");
        }
        if (!message.containsKey("data")) {
          return event(message);
        }
        return message.get("data") instanceof Map<?, ?> data
            ? event(data)
            : new ParsedLine.Unknown("the combined stream's data is not one event");
      }
    };
  }

  private ParsedLine event(Map<?, ?> event) throws IOException {
    if (!event.containsKey("e")) {
      // An answer to a request: {"result":null,"id":1}, or an error with its id.
      return event.containsKey("id")
          ? new ParsedLine.Skipped("response")
          : new ParsedLine.Unknown("an object without an event type e");
    }
    String type = ExactJson.text(event.get("e"));
    if (!type.equals("trade")) {
      return new ParsedLine.Skipped(type);
    }
    return new ParsedLine.Trades(
        List.of(
            trade(
                type,
                WholeNumber.of("E", ExactJson.text(event.get("E"))),
                ExactJson.text(event.get("s")),
                WholeNumber.of("t", ExactJson.text(event.get("t"))),
                ExactJson.text(event.get("p")),
                ExactJson.text(event.get("q")),
                WholeNumber.of("T", ExactJson.text(event.get("T"))),
                flag("m", ExactJson.text(event.get("m"))),
                optionalFlag("M", ExactJson.text(event.get("M"))))));
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
    raw.put("event_time_ms", eventTime);
    raw.put("symbol", symbol);
    raw.put("trade_id", tradeId);
    raw.put("price", price);
    raw.put("quantity", quantity);
    raw.put("trade_time_ms", tradeTime);
    raw.put("is_buyer_maker", isBuyerMaker);
    raw.put("is_best_match", isBestMatch);
    return RecordedTrade.of(raw, symbol, () -> EpochTime.microsOfMillisOrMicros(tradeTime));
  }

  private static boolean flag(String name, String text) throws IOException {
    Boolean flag = optionalFlag(name, text);
    if (flag == null) {
      throw new IOException(name + " is missing, and no value of it means that");
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
