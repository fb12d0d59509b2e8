package com.k2.marketdata.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a job tells whoever measures it, one line each on standard output. A line is flushed before
 * the job goes on, so that it is seen at the moment that it speaks of.
 */
final class Marks {
  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;

  Marks(PrintStream out) {
    this.out = out;
    // The first line must not pay for the classes that write it.
    text(Map.of("ok", true));
  }

  /** The measured work starts now. */
  void begin() {
    say("@begin");
  }

  /** The last commit is done. */
  void end(long records, double seconds, long commits) {
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("records", records);
    end.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    end.put("commits", commits);
    say("@end " + text(end));
  }

  /** What was made, and whether it is what was expected. */
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
    say("@result " + text(result));
  }

  /** There is no result. */
  void failed(Throwable why) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ok", false);
    result.put("why", why.toString());
    say("@result " + text(result));
  }

  private String text(Map<String, Object> fields) {
    try {
      return json.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
