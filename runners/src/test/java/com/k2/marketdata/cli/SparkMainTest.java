package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SparkMainTest {
  @Test
  void onlyCommandsThatRunPipelinesExist() {
    CommandLine k2 = SparkMain.commandLine();
    assertThat(k2.getSubcommands()).containsOnlyKeys("run", "maintain", "replay", "verify");
    assertThat(k2.getUsageMessage()).contains("replay").doesNotContain("torture");
    StringWriter err = new StringWriter();
    k2.setErr(new PrintWriter(err, true));
    assertThat(K2.execute(k2, "sql", "SELECT 1")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no command 'sql'.");
  }

  @Test
  void commandsRunOnSparkByDefault() {
    assertThat(SparkMain.withRunner("run", "medallion", "--exchange=kraken"))
        .containsExactly("run", "medallion", "--exchange=kraken", "--runner=SparkRunner");
    assertThat(SparkMain.withRunner("verify", "--runner=DirectRunner"))
        .containsExactly("verify", "--runner=DirectRunner");
    assertThat(SparkMain.withRunner("--version")).containsExactly("--version");
    assertThat(SparkMain.withRunner()).isEmpty();
  }
}
