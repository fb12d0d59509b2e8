package com.k2.marketdata.feed.recording;

import com.k2.marketdata.trade.Rejection;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;

/**
 * One trade of a recording, in the raw schema of its exchange. No rule has been applied to it.
 *
 * @param symbol as recorded; empty if the recording has none
 * @param timeMicros the trade's own time since the epoch; empty if it cannot be read
 */
public record RecordedTrade(GenericRecord raw, String symbol, OptionalLong timeMicros) {

  /** Parses the time of a trade. */
  @FunctionalInterface
  public interface Time {
    long micros() throws Rejection;
  }

  /** A trade whose time may be unreadable; the rules reject it then. */
  public static RecordedTrade of(GenericRecord raw, String symbol, Time time) {
    try {
      return new RecordedTrade(raw, symbol, OptionalLong.of(time.micros()));
    } catch (Rejection e) {
      return new RecordedTrade(raw, symbol, OptionalLong.empty());
    }
  }
}
