package com.k2.marketdata.bench.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * The lines that a job prints on standard output for the process that measures it; see {@link
 * com.k2.marketdata.bench.measure.MeasuredProcess}.
 */
public final class Marks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Marks() {}

  /** Marks the start of the work, after the runner and the tables are ready. */
  public static void begin() {
    print("@begin");
  }

  /** Marks the end of the last commit. */
  public static void end(long records) {
    print("@end " + json(Map.of("records", records)));
  }

  /** Prints that the written tables are correct. */
  public static void verified(TablesShape shape) {
    print(
        "@result "
            + json(
                Map.of(
                    "ok", true,
                    "commits", shape.commits(),
                    "files", shape.files(),
                    "bytes", shape.bytes())));
  }

  /** Prints that the written tables are wrong. */
  public static void failed(String why) {
    print("@result " + json(Map.of("ok", false, "why", why)));
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String json(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a map of plain values as JSON", e);
    }
  }
}
