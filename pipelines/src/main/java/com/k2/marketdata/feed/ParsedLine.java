package com.k2.marketdata.feed;

import java.util.List;

/** What a line of a recording turned out to be. */
sealed interface ParsedLine {

  /** Trades, in the order of the line. */
  record Trades(List<RecordedTrade> trades) implements ParsedLine {}

  /**
   * A message that is known and holds no trades.
   *
   * @param kind what the exchange calls it, for example {@code heartbeat}
   */
  record Skipped(String kind) implements ParsedLine {}

  /** A line that cannot be told, or cannot be expressed in the raw schema. */
  record Unknown(String why) implements ParsedLine {}
}
