package com.k2.marketdata.feed.recording;

import com.k2.marketdata.exchange.Kraken;
import com.k2.marketdata.trade.EpochTime;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Recordings of Kraken spot trades from the WebSocket v1 channel {@code trade}. A missing field is
 * sent as an empty string and left to the rules. Trades of WebSocket v2 and of Kraken Futures,
 * whose fields differ, are refused.
 */
public final class KrakenRecording implements RecordingFormat {
  private static final String CHANNEL = "trade";

  private static final String TIMESTAMP = "timestamp";
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int MICRO_DIGITS = 6;

  private final Schema schema = new Kraken().rawSchema();

  @Override
  public String exchange() {
    return "kraken";
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
    return (RowParser)
        row ->
            new ParsedLine.Trades(
                List.of(
                    trade(
                        0,
                        row.cell(price),
                        row.cell(volume),
                        row.cell(timestamp),
                        row.cell(side),
                        row.cell(orderType),
                        row.cell(misc),
                        row.cell(pair))));
  }

  @Override
  public LineParser frames() {
    return new FrameParser() {
      @Override
      protected ParsedLine message(Object json) throws IOException {
        if (json instanceof Map<?, ?> control) {
          return control(control);
        }
        if (json instanceof List<?> frame && frame.size() >= 4) {
          return channelMessage(frame);
        }
        // Channels of the user's own account: [[...], "ownTrades", {"sequence": 1}].
        return json instanceof List<?> frame
                && frame.size() == 3
                && frame.get(2) instanceof Map<?, ?>
            ? new ParsedLine.Skipped(ExactJson.text(frame.get(1)))
            : new ParsedLine.Unknown("neither an object nor the array of a channel");
      }
    };
  }

  @Override
  public List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    defects.addAll(Defect.ofAmounts("price", "volume"));
    defects.addAll(Defect.ofSymbol("pair"));
    defects.add(Defect.field("side", "", RejectReason.SIDE_MISSING));
    defects.add(Defect.field("side", "x", RejectReason.SIDE_UNKNOWN));
    defects.add(Defect.field("timestamp", "", RejectReason.TIMESTAMP_MISSING));
    defects.add(Defect.field("timestamp", "yesterday", RejectReason.TIMESTAMP_UNPARSABLE));
    defects.add(shifted(DAY_MICROS, RejectReason.TIMESTAMP_IN_FUTURE));
    defects.add(shifted(-500 * DAY_MICROS, RejectReason.TIMESTAMP_TOO_OLD));
    return defects;
  }

  @Override
  public void moveTimes(GenericRecord raw, long micros) {
    String time = raw.get(TIMESTAMP).toString();
    try {
      EpochTime.microsOfDecimalSeconds(time);
    } catch (Rejection e) {
      return;
    }
    BigDecimal moved = new BigDecimal(time).add(BigDecimal.valueOf(micros, MICRO_DIGITS));
    raw.put(TIMESTAMP, moved.toPlainString());
  }

  /** Moves the trade's time; the Kafka timestamp stays the same. */
  private Defect shifted(long micros, RejectReason expected) {
    return Defect.change(expected, record -> moveTimes(record, micros));
  }

  private static ParsedLine control(Map<?, ?> message) throws IOException {
    for (String name : List.of("event", "method")) {
      if (message.containsKey(name)) {
        return new ParsedLine.Skipped(ExactJson.text(message.get(name)));
      }
    }
    if (message.containsKey("channel")) {
      return ofOtherProduct("WebSocket v2", ExactJson.text(message.get("channel")));
    }
    if (message.containsKey("feed")) {
      return ofOtherProduct("Kraken Futures", ExactJson.text(message.get("feed")));
    }
    return new ParsedLine.Unknown("an object that is not a control message");
  }

  private static ParsedLine ofOtherProduct(String product, String channel) {
    String name = product + " " + channel;
    return channel.equals(CHANNEL) || channel.equals("trade_snapshot")
        ? new ParsedLine.Refused(name)
        : new ParsedLine.Skipped(name);
  }

  /**
   * {@code [channelID, [[price, volume, time, side, orderType, misc], ...], "trade", pair]}. Other
   * channels may have more elements before the channel name.
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
