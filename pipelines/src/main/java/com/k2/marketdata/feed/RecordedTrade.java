package com.k2.marketdata.feed;

import com.k2.marketdata.trade.Rejection;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;

/**
 * One trade of a recording, in its exchange's raw schema; nothing about it has been judged.
 *
 * @param symbol as recorded; empty if the recording has none
 * @param timeMicros the trade's own time since the epoch; empty if it cannot be read
 */
record RecordedTrade(GenericRecord raw, String symbol, OptionalLong timeMicros) {

  /** Reads a trade's time. */
  @FunctionalInterface
  interface Time {
    long micros() throws Rejection;
  }

  /** A trade at a time that may be unreadable, which is for the rules to judge. */
  static RecordedTrade of(GenericRecord raw, String symbol, Time time) {
    try {
      return new RecordedTrade(raw, symbol, OptionalLong.of(time.micros()));
    } catch (Rejection e) {
      return new RecordedTrade(raw, symbol, OptionalLong.empty());
    }
  }
}
