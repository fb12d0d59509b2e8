package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UnforeseenException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class K2Test {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      K2.commandLine()
          .addSubcommand(new Failing(new HoleException("gone")))
          .addSubcommand(new Wrapped(new IllegalStateException(new HoleException("wrapped"))))
          .addSubcommand(new Broken(new IllegalStateException("a defect")))
          .addSubcommand(
              "unforeseen", new Broken(new UnforeseenException("odd", new IllegalStateException())))
          .addSubcommand(new OutOfMemory())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Command(name = "failing")
  private record Failing(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }

  @Command(name = "wrapped")
  private record Wrapped(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }

  @Command(name = "broken")
  private record Broken(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }

  @Command(name = "out-of-memory")
  private record OutOfMemory() implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("a full heap");
    }
  }

  @Test
  void everyVerbHasHelp() {
    assertThat(commandLine.execute("--help")).isZero();
    assertThat(out.toString()).contains("up ", "down ", "status ", "feed ");
    for (String verb : new String[] {"up", "down", "status", "feed"}) {
      assertThat(commandLine.execute(verb, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: k2 " + verb);
    }
  }

  @Test
  void theVersionIsThatOfTheDeadLetters() {
    assertThat(commandLine.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("k2 " + com.k2.marketdata.cycle.Version.get());
  }

  @Test
  void badUsageIsTwoWithAHint() {
    assertThat(commandLine.execute()).isEqualTo(2);
    assertThat(commandLine.execute("nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("k2: There is no verb 'nonsense'.");
    assertThat(commandLine.execute("stat")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean", "k2 status");
    assertThat(commandLine.execute("feed", "--exchange=binance")).isEqualTo(2);
    assertThat(err.toString()).contains("--file", "See 'k2 feed --help'");
    assertThat(commandLine.execute("feed", "--exchange=nix", "--file=x", "--bootstrap=x:1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("the exchanges are binance, kraken");
  }

  @Test
  void aPipelinesBadUsageIsToldInTheTermsOfTheCommandLine() {
    assertThat(commandLine.execute("run", "medallion")).isEqualTo(2);
    assertThat(commandLine.execute("run", "medallion", "--exchanges=binance")).isEqualTo(2);
    assertThat(err.toString())
        .contains("k2: --exchange is missing: The exchange or exchanges, comma separated")
        .contains("k2: No option is --exchanges. Did you mean 'exchange'?");
  }

  @Test
  void failureWithANameIsAMessageAndItsExitCode() {
    assertThat(commandLine.execute("failing")).isEqualTo(4);
    assertThat(commandLine.execute("wrapped")).isEqualTo(4);
    assertThat(err.toString()).contains("k2: gone").contains("k2: wrapped").doesNotContain("\tat ");
  }

  @Test
  void failureWithoutANameShowsWhereItCameFrom() {
    assertThat(commandLine.execute("broken")).isEqualTo(70);
    assertThat(err.toString()).contains("a defect").contains("\tat ");
    assertThat(commandLine.execute("unforeseen")).isEqualTo(70);
    assertThat(err.toString())
        .contains("odd")
        .contains("Caused by: java.lang.IllegalStateException");
  }

  @Test
  void anErrorIsNotTakenForADiscrepancy() {
    assertThat(K2.execute(commandLine, "out-of-memory")).isEqualTo(70);
    assertThat(err.toString()).contains("a full heap");
  }
}
