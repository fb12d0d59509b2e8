package com.k2.marketdata.feed.recording;

/**
 * Parses one line of a recording. Never throws: a line of any other form is {@link
 * ParsedLine.Unknown}.
 */
public interface LineParser {
  ParsedLine parse(String line);
}
