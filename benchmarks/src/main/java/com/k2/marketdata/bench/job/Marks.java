package com.k2.marketdata.bench.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What a job says on its standard output, for whoever measures it; see MeasuredProcess. */
public final class Marks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Marks() {}

  /** The work begins: what it runs on is there, and so are its tables. */
  public static void begin() {
    say("@begin");
  }

  /** The last commit is done. */
  public static void end(long records) {
    say("@end " + json(Map.of("records", records)));
  }

  /** What was written is right. */
  public static void verified(TablesShape shape) {
    say(
        "@result "
            + json(
                Map.of(
                    "ok", true,
                    "commits", shape.commits(),
                    "files", shape.files(),
                    "bytes", shape.bytes())));
  }

  /** What was written is wrong. */
  public static void failed(String why) {
    say("@result " + json(Map.of("ok", false, "why", why)));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String json(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of plain values has a JSON form", e);
    }
  }
}
