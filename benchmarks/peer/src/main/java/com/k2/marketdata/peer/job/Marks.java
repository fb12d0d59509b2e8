package com.k2.marketdata.peer.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines that a job prints on standard output for the process that measures it. Each line is
 * flushed before the job continues, so that it is read at the time it marks.
 */
public final class Marks {
  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;

  Marks(PrintStream out) {
    this.out = out;
    // Loads the classes now, so that this does not delay the first line.
    text(Map.of("ok", true));
  }

  /** Marks the start of the measured work. */
  public void begin() {
    print("@begin");
  }

  /** Marks the end of the last commit. */
  public void end(long records, double seconds, long commits) {
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("records", records);
    end.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    end.put("commits", commits);
    print("@end " + text(end));
  }

  /** Prints what was written and whether it is as expected. */
  void result(Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ok", outcome.ok());
    if (!outcome.ok()) {
      result.put("why", String.join("; ", outcome.faults()));
    }
    result.put("files", outcome.totals().files());
    result.put("bytes", outcome.totals().bytes());
    result.put("commits", outcome.totals().commits());
    result.put("rows", outcome.rows());
    result.put("deadLetters", outcome.deadLetters());
    result.put("reasons", outcome.reasons());
    print("@result " + text(result));
  }

  /** Prints that the job has failed. */
  void failed(Throwable why) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ok", false);
    result.put("why", why.toString());
    print("@result " + text(result));
  }

  private String text(Map<String, Object> fields) {
    try {
      return json.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
