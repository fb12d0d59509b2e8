package com.k2.marketdata.feed.recording;

/** The form of a recording's lines. */
public enum FeedFormat {
  /** One trade per row, after a header with the names of the columns. */
  CSV,
  /** One WebSocket message per line, as it was received. */
  FRAMES
}
