package com.k2.marketdata.feed;

/** What a recording's lines are. */
public enum FeedFormat {
  /** A row per trade, below the names of the columns. */
  CSV,
  /** A WebSocket message per line, as it was received. */
  FRAMES
}
