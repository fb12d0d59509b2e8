package com.k2.marketdata.feed.recording;

import java.io.IOException;

/** Parses recorded messages: JSON, optionally after the time at which it was received. */
public abstract class FrameParser implements LineParser {

  @Override
  public final ParsedLine parse(String line) {
    String json = line.substring(startOfJson(line));
    try {
      return message(ExactJson.parse(json));
    } catch (IOException e) {
      return new ParsedLine.Unknown(firstLine(e));
    }
  }

  /**
   * Parses a message.
   *
   * @param json as {@link ExactJson} represents it
   * @throws IOException if the message cannot be read; its message says why
   */
  protected abstract ParsedLine message(Object json) throws IOException;

  /** A receive time is a number, possibly with a fraction, followed by a blank. */
  private static int startOfJson(String line) {
    int end = 0;
    while (end < line.length() && (isDigit(line.charAt(end)) || line.charAt(end) == '.')) {
      end++;
    }
    return end > 0 && end < line.length() && Character.isWhitespace(line.charAt(end)) ? end : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
