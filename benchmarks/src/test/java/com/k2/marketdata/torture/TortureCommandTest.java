package com.k2.marketdata.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.command.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TortureCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--minutes=0, 1",
    "--faults=0, 1",
    "--minPerWindow=-1, 0",
    "--faultsPerCheck=0, 1",
    "--rate=0, 1"
  })
  void aNumberThatIsTooSmallIsRefused(String option, int least) {
    StringWriter err = new StringWriter();
    int code =
        Commands.commandLine(new TortureCommand())
            .setErr(new PrintWriter(err, true))
            .execute(option);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("k2 torture: " + option + " must be at least " + least);
  }
}
