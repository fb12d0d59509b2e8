package com.k2.marketdata.peer.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarksTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Marks marks = new Marks(new PrintStream(written, false, StandardCharsets.UTF_8));

  @Test
  void printsBeginEndAndResult() {
    TableTotals totals = new TableTotals(8, 2, 4_096, 1);
    marks.begin();
    marks.end(10, 1.23456, 1);
    marks.result(new Outcome(totals, 8, 2, Map.of("invalid_side", 2L), List.of()));
    assertThat(lines())
        .containsExactly(
            "@begin",
            "@end {\"records\":10,\"seconds\":1.235,\"commits\":1}",
            "@result {\"ok\":true,\"files\":2,\"bytes\":4096,\"commits\":1,\"rows\":8,"
                + "\"deadLetters\":2,\"reasons\":{\"invalid_side\":2}}");
  }

  @Test
  void unexpectedRowCountIsNotOk() {
    Faults faults = new Faults().expect("rows", 9, 8).expect("files", 1, 1);
    marks.result(new Outcome(new TableTotals(8, 1, 1, 1), 8, 0, Map.of(), faults.found()));
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("@result {\"ok\":false,\"why\":\"rows: 8 instead of 9\",");
  }

  @Test
  void failureIsPrintedWithItsCause() {
    marks.failed(new IllegalStateException("no \"broker\""));
    assertThat(lines())
        .containsExactly(
            "@result {\"ok\":false,\"why\":\"java.lang.IllegalStateException: no"
                + " \\\"broker\\\"\"}");
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
