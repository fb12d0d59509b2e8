package com.k2.marketdata.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerifyProgressTest {
  private static final String LINE = System.lineSeparator();

  private final StringWriter err = new StringWriter();
  private long seconds;

  @Test
  void aTerminalShowsOneLineInPlace() {
    VerifyProgress progress = progress(true);
    showAt(progress, 1, 1_000);
    showAt(progress, 2, 2_000);
    progress.end();
    progress.end();

    assertThat(err).hasToString("\rRows read: bronze 1,000 \rRows read: bronze 2,000 " + LINE);
  }

  @Test
  void nothingIsShownWithoutATerminal() {
    VerifyProgress progress = progress(false);
    showAt(progress, 60, 1_000);
    progress.end();

    assertThat(err.toString()).isEmpty();
  }

  @Test
  void nothingIsShownBeforeRowsAreRead() {
    VerifyProgress progress = progress(true);
    seconds = 5;
    progress.show(Map.of());
    progress.end();

    assertThat(err.toString()).isEmpty();
  }

  private VerifyProgress progress(boolean terminal) {
    return new VerifyProgress(
        new ProgressLine(new PrintWriter(err), terminal, () -> TimeUnit.SECONDS.toNanos(seconds)));
  }

  private void showAt(VerifyProgress progress, long second, long rows) {
    seconds = second;
    progress.show(Map.of("bronze", rows));
  }
}
