package com.k2.marketdata.feed.recording;

import java.util.List;

/** The result of parsing one line of a recording. */
public sealed interface ParsedLine {

  /** Trades, in the order in which the line has them. */
  record Trades(List<RecordedTrade> trades) implements ParsedLine {}

  /**
   * A known message without trades.
   *
   * @param kind the exchange's name for it, for example {@code heartbeat}
   */
  record Skipped(String kind) implements ParsedLine {}

  /**
   * A message of another product than the one that K2 reads, or of another version of the feed.
   *
   * @param product its name, for example {@code futures trade}
   */
  record Refused(String product) implements ParsedLine {}

  /** A line that is not recognized, or cannot be expressed in the raw schema. */
  record Unknown(String why) implements ParsedLine {}
}
