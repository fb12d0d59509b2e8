package com.k2.marketdata.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter err = new StringWriter();
  private long seconds;

  @Test
  void aFileGetsALineEveryTenSeconds() {
    ProgressLine line =
        new ProgressLine(new PrintWriter(err), false, () -> TimeUnit.SECONDS.toNanos(seconds));
    for (seconds = 1; seconds <= 25; seconds++) {
      line.show(() -> "second " + seconds);
    }
    line.end();

    assertThat(err.toString().lines()).containsExactly("second 10", "second 20");
  }
}
