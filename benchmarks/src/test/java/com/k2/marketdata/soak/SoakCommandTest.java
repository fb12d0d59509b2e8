package com.k2.marketdata.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.command.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoakCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--minutes=0, --minutes=0.0 must be more than 0.",
    "--load=-1, --load=-1.0 must be more than 0.",
    "--snapshots=0, --snapshots=0 must be at least 1.",
    "--backlog=-1, --backlog=-1 must be at least 0."
  })
  void aNumberThatIsTooSmallIsRefused(String option, String message) {
    StringWriter err = new StringWriter();
    int code =
        Commands.commandLine(new SoakCommand())
            .setErr(new PrintWriter(err, true))
            .execute("--output=unused", option);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("k2 soak: " + message);
  }
}
