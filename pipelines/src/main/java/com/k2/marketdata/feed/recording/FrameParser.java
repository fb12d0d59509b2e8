package com.k2.marketdata.feed.recording;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses recorded messages: JSON, optionally after the time at which it was received and a blank.
 * The time is a number, possibly with a fraction, or RFC 3339 ({@code 2026-01-01T00:00:00.5Z}).
 */
public abstract class FrameParser implements LineParser {
  private static final Pattern RECEIVE_TIME =
      Pattern.compile(
          "(?:[\\d.]+"
              + "|\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[Zz]|[+-]\\d\\d:\\d\\d))\\s+");

  @Override
  public final ParsedLine parse(String line) {
    Matcher time = RECEIVE_TIME.matcher(line);
    String json = (time.lookingAt() ? line.substring(time.end()) : line).strip();
    if (!json.startsWith("{") && !json.startsWith("[")) {
      return new ParsedLine.Unknown(
          "neither JSON nor JSON after a receive time, which is a number or a time such as"
              + " 2026-01-01T00:00:00.5Z");
    }
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

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
