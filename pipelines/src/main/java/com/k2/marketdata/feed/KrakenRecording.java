package com.k2.marketdata.feed;

import com.k2.marketdata.trade.EpochTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Recordings of Kraken spot trades, of the WebSocket v1 channel {@code trade}. What a source lacks
 * is sent as an empty string and left to the rules to judge.
 */
final class KrakenRecording implements RecordingFormat {
  private static final String CHANNEL = "trade";

  private final Schema schema;

  KrakenRecording(Schema schema) {
    this.schema = schema;
  }

  @Override
  public LineParser csv(CsvHeader header) {
    int pair = header.find("pair");
    int price = header.find("price");
    int volume = header.find("volume");
    int timestamp = header.find("timestamp");
    int side = header.find("side");
    int orderType = header.find("order_type");
    int misc = header.find("misc");
    header.requireOneOf("pair", "price", "volume", "timestamp", "side");
    return line -> {
      List<String> row = CsvHeader.split(line);
      return new ParsedLine.Trades(
          List.of(
              trade(
                  0,
                  CsvHeader.cell(row, price),
                  CsvHeader.cell(row, volume),
                  CsvHeader.cell(row, timestamp),
                  CsvHeader.cell(row, side),
                  CsvHeader.cell(row, orderType),
                  CsvHeader.cell(row, misc),
                  CsvHeader.cell(row, pair))));
    };
  }

  @Override
  public LineParser frames() {
    return new FrameParser() {
      @Override
      ParsedLine message(Object json) throws IOException {
        if (json instanceof Map<?, ?> control) {
          return control(control);
        }
        return json instanceof List<?> frame && frame.size() >= 4
            ? channelMessage(frame)
            : new ParsedLine.Unknown("neither an object nor a channel's array");
      }
    };
  }

  private static ParsedLine control(Map<?, ?> message) throws IOException {
    for (String name : List.of("event", "method")) {
      if (message.containsKey(name)) {
        return new ParsedLine.Skipped(ExactJson.text(message.get(name)));
      }
    }
    return new ParsedLine.Unknown("an object that is no control message");
  }

  /**
   * {@code [channelID, [[price, volume, time, side, orderType, misc], ...], "trade", pair]}. Other
   * channels can have more elements before their name.
   */
  private ParsedLine channelMessage(List<?> frame) throws IOException {
    long channelId = WholeNumber.of("the channel id", ExactJson.text(frame.get(0)));
    String channel = ExactJson.text(frame.get(frame.size() - 2));
    String pair = ExactJson.text(frame.get(frame.size() - 1));
    if (!channel.equals(CHANNEL)) {
      return new ParsedLine.Skipped(channel);
    }
    if (!(frame.get(1) instanceof List<?> rows)) {
      return new ParsedLine.Unknown("the trades are not an array");
    }
    List<RecordedTrade> trades = new ArrayList<>(rows.size());
    for (Object row : rows) {
      if (!(row instanceof List<?> values)) {
        return new ParsedLine.Unknown("a trade is not an array");
      }
      trades.add(
          trade(
              channelId,
              element(values, 0),
              element(values, 1),
              element(values, 2),
              element(values, 3),
              element(values, 4),
              element(values, 5),
              pair));
    }
    return new ParsedLine.Trades(trades);
  }

  private static String element(List<?> values, int index) throws IOException {
    return index < values.size() ? ExactJson.text(values.get(index)) : "";
  }

  private RecordedTrade trade(
      long channelId,
      String price,
      String volume,
      String timestamp,
      String side,
      String orderType,
      String misc,
      String pair) {
    GenericData.Record raw = new GenericData.Record(schema);
    raw.put("channel_id", channelId);
    raw.put("price", price);
    raw.put("volume", volume);
    raw.put("timestamp", timestamp);
    raw.put("side", side);
    raw.put("order_type", orderType);
    raw.put("misc", misc);
    raw.put("pair", pair);
    return RecordedTrade.of(raw, pair, () -> EpochTime.microsOfDecimalSeconds(timestamp));
  }
}
