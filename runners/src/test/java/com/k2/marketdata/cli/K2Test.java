package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UnexpectedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Help, errors and exit codes of the command line. */
class K2Test {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      K2.commandLine()
          .addSubcommand(new Failing(new HoleException("gone")))
          .addSubcommand(new Wrapped(new IllegalStateException(new HoleException("wrapped"))))
          .addSubcommand(new Broken(new IllegalStateException("a defect")))
          .addSubcommand(
              "unexpected", new Broken(new UnexpectedException("odd", new IllegalStateException())))
          .addSubcommand(new OutOfMemory())
          .addSubcommand(new Unloadable())
          .addSubcommand(
              "full",
              new Broken(new IllegalStateException(new IOException("No space left on device"))))
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

  @Command(name = "unloadable")
  private record Unloadable() implements Runnable {
    @Override
    public void run() {
      throw new UnsatisfiedLinkError("/tmp/a.so: failed to map segment from shared object");
    }
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(commandLine.execute("--help")).isZero();
    assertThat(out.toString()).contains("up ", "down ", "status ", "feed ");
    for (String command : new String[] {"up", "down", "status", "feed"}) {
      assertThat(commandLine.execute(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: k2 " + command);
    }
  }

  @Test
  void versionIsThatOfTheDeadLetters() {
    assertThat(commandLine.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("k2 " + com.k2.marketdata.cycle.Version.get());
  }

  @Test
  void badUsageExitsWithTwoAndAHint() {
    assertThat(commandLine.execute()).isEqualTo(2);
    assertThat(commandLine.execute("nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("k2: There is no command 'nonsense'.");
    assertThat(commandLine.execute("stat")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean", "k2 status");
    assertThat(commandLine.execute("feed", "--exchange=binance")).isEqualTo(2);
    assertThat(err.toString()).contains("--file", "See 'k2 feed --help'");
    assertThat(commandLine.execute("feed", "--exchange=nix", "--file=x", "--bootstrap=x:1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("the exchanges are binance, kraken");
  }

  @Test
  void badPipelineOptionIsNamedAsTyped() {
    assertThat(commandLine.execute("run", "medallion")).isEqualTo(2);
    assertThat(commandLine.execute("run", "medallion", "--exchanges=binance")).isEqualTo(2);
    assertThat(err.toString())
        .contains("k2: --exchange is missing: The exchange or exchanges, comma separated")
        .contains("k2: There is no option --exchanges. Did you mean 'exchange'?");
  }

  @Test
  void k2ExceptionPrintsItsMessageOnly() {
    assertThat(commandLine.execute("failing")).isEqualTo(4);
    assertThat(commandLine.execute("wrapped")).isEqualTo(4);
    assertThat(err.toString()).contains("k2: gone").contains("k2: wrapped").doesNotContain("\tat ");
  }

  @Test
  void unexpectedErrorPrintsItsTrace() {
    assertThat(commandLine.execute("broken")).isEqualTo(70);
    assertThat(err.toString()).contains("a defect").contains("\tat ");
    assertThat(commandLine.execute("unexpected")).isEqualTo(70);
    assertThat(err.toString())
        .contains("odd")
        .contains("Caused by: java.lang.IllegalStateException");
  }

  @Test
  void errorIsNotADiscrepancy() {
    assertThat(K2.execute(commandLine, "out-of-memory")).isEqualTo(70);
    assertThat(err.toString()).contains("a full heap");
  }

  @Test
  void conditionOfTheMachineIsNotADefect() {
    assertThat(K2.execute(commandLine, "full")).isEqualTo(3);
    assertThat(K2.execute(commandLine, "unloadable")).isEqualTo(2);
    assertThat(err.toString())
        .contains("k2: The disk is full: ")
        .contains("k2: A native library could not be loaded")
        .doesNotContain("\tat ");
  }

  @Test
  void namespaceOutsideTheWarehouseIsBadUsage() {
    for (String command : new String[] {"verify", "sql", "run"}) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(
          command.equals("run")
              ? List.of("medallion", "--exchange=binance", "--bootstrapServers=localhost:1")
              : command.equals("sql") ? List.of("SELECT 1") : List.of());
      arguments.addAll(List.of("--namespace=../../evil", "--state=/nonexistent/k2"));
      assertThat(commandLine.execute(arguments.toArray(String[]::new))).isEqualTo(2);
      assertThat(err.toString()).contains("'../../evil' is not a valid namespace");
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void helpOfRunListsOptionsInGroups() {
    assertThat(commandLine.execute("run", "medallion", "--help")).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "PIPELINE",
            "\nExchanges\n",
            "  --exchange=NAME[,NAME...] (required)\n",
            "\nKafka\n",
            "  --kafka.KEY=VALUE\n",
            "\nCatalog\n",
            "  --namespace=VALUE (default: market_data)\n",
            "\nDecoding and validation\n",
            "\nCycles\n",
            "  --maxFailedCycles=N (default: 8)\n",
            "  --onHole=hold|exit\n",
            "\nSupervision\n",
            "  --onFatal=exit|hold (default: exit)\n",
            "\nRunner\n",
            "\nExit codes");
  }

  @Test
  void helpListsExitCodesOfTheTable() {
    assertThat(commandLine.execute("run", "--help")).isZero();
    String help = out.toString().replaceAll("\\s+", " ");
    for (ExitCode code : ExitCode.values()) {
      String line = code.code() + " " + code.description();
      assertThat(help.contains(line)).as(line).isEqualTo(code != ExitCode.DISCREPANCY);
    }
    assertThat(commandLine.execute("verify", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("1 " + ExitCode.DISCREPANCY.description());
  }

  @Test
  void runWithoutAPipelineIsBadUsage() {
    assertThat(commandLine.execute("run")).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: k2 run PIPELINE");
    assertThat(commandLine.execute("run", "gold", "--exchange=binance")).isEqualTo(2);
    assertThat(err.toString()).contains("The pipelines are: bronze, silver, medallion");
  }
}
