package com.k2.marketdata.feed.recording;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.NamedServices;
import com.k2.marketdata.failure.UsageException;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads the recordings of one exchange for {@code k2 feed}, and lists the ways to break its
 * messages. An implementation is a public class with a public constructor without parameters,
 * registered in {@code META-INF/services/com.k2.marketdata.feed.recording.RecordingFormat}. An
 * exchange without one is usable for everything but {@code k2 feed}.
 */
public interface RecordingFormat {

  /** The name of the exchange. */
  String exchange();

  /** A parser of the rows of a CSV file with this header. */
  LineParser csv(CsvHeader header);

  /** A parser of recorded WebSocket messages. */
  LineParser frames();

  /**
   * Moves all times that the exchange has put into a record, for recordings that are published as
   * if they happened now. A time that cannot be read is left unchanged.
   *
   * @param raw a record of this exchange
   * @param micros by how much; positive for later times
   */
  void moveTimes(GenericRecord raw, long micros);

  /**
   * The ways to break a record of this exchange, in addition to those that all exchanges share,
   * which break the encoded bytes.
   */
  List<Defect> defects();

  /**
   * The format of an exchange's recordings.
   *
   * @throws UsageException if the class path has none
   */
  static RecordingFormat of(Exchange exchange) {
    Map<String, RecordingFormat> formats =
        NamedServices.load(RecordingFormat.class, RecordingFormat::exchange);
    RecordingFormat format = formats.get(exchange.name());
    if (format == null) {
      throw new UsageException(
          "K2 cannot read recordings of "
              + exchange.name()
              + ", only of "
              + String.join(", ", formats.keySet())
              + "; docs/add-an-exchange.md describes how to add a RecordingFormat.");
    }
    return format;
  }
}
