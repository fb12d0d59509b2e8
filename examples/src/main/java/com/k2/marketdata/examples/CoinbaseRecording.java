package com.k2.marketdata.examples;

import com.k2.marketdata.feed.recording.CsvHeader;
import com.k2.marketdata.feed.recording.Defect;
import com.k2.marketdata.feed.recording.ExactJson;
import com.k2.marketdata.feed.recording.FrameParser;
import com.k2.marketdata.feed.recording.LineParser;
import com.k2.marketdata.feed.recording.ParsedLine;
import com.k2.marketdata.feed.recording.RecordedTrade;
import com.k2.marketdata.feed.recording.RecordingFormat;
import com.k2.marketdata.feed.recording.RowParser;
import com.k2.marketdata.feed.recording.WholeNumber;
import com.k2.marketdata.trade.IsoTime;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Recordings of Coinbase's channel {@code matches}: one message per line, or CSV with columns named
 * as the fields of a message. A missing field is sent as an empty string or -1 and left to the
 * rules.
 */
public final class CoinbaseRecording implements RecordingFormat {
  private static final List<String> STRINGS =
      List.of("maker_order_id", "taker_order_id", "time", "product_id", "size", "price", "side");
  private static final List<String> NUMBERS = List.of("trade_id", "sequence");

  private final Schema schema = new Coinbase().rawSchema();

  /** The text of a field of one trade; empty if it is missing. */
  private interface Fields {
    String text(String name) throws IOException;
  }

  @Override
  public String exchange() {
    return "coinbase";
  }

  @Override
  public LineParser csv(CsvHeader header) {
    header.requireOneOf("product_id", "price", "size", "time", "side");
    return (RowParser) row -> trades(name -> row.cell(header.find(name)));
  }

  @Override
  public LineParser frames() {
    return new FrameParser() {
      @Override
      protected ParsedLine message(Object json) throws IOException {
        if (!(json instanceof Map<?, ?> message) || !message.containsKey("type")) {
          return new ParsedLine.Unknown("not a JSON object with a type");
        }
        String type = ExactJson.text(message.get("type"));
        return type.equals("match")
            ? trades(name -> ExactJson.text(message.get(name)))
            : new ParsedLine.Skipped(type);
      }
    };
  }

  @Override
  public List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    defects.addAll(Defect.ofAmounts("price", "size"));
    defects.addAll(Defect.ofSymbol("product_id"));
    defects.add(Defect.field("type", "last_match", RejectReason.EVENT_TYPE_UNEXPECTED));
    defects.add(Defect.field("side", "", RejectReason.SIDE_MISSING));
    defects.add(Defect.field("side", "b", RejectReason.SIDE_UNKNOWN));
    defects.add(Defect.field("time", "", RejectReason.TIMESTAMP_MISSING));
    defects.add(Defect.field("time", "2014-11-07 08:19:27", RejectReason.TIMESTAMP_UNPARSABLE));
    defects.add(Defect.field("time", "2999-01-01T00:00:00Z", RejectReason.TIMESTAMP_IN_FUTURE));
    defects.add(Defect.field("time", "1999-01-01T00:00:00Z", RejectReason.TIMESTAMP_TOO_OLD));
    return defects;
  }

  @Override
  public void moveTimes(GenericRecord raw, long micros) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(raw.get("time").toString());
      OffsetDateTime moved = time.plus(micros, ChronoUnit.MICROS);
      raw.put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moved));
    } catch (DateTimeParseException e) {
      return; // The rules reject it.
    }
  }

  private ParsedLine trades(Fields fields) throws IOException {
    GenericData.Record raw = new GenericData.Record(schema);
    raw.put("type", "match");
    for (String name : STRINGS) {
      raw.put(name, fields.text(name));
    }
    for (String name : NUMBERS) {
      raw.put(name, WholeNumber.of(name, fields.text(name), -1));
    }
    String time = fields.text("time");
    return new ParsedLine.Trades(
        List.of(RecordedTrade.of(raw, fields.text("product_id"), () -> IsoTime.micros(time))));
  }
}
