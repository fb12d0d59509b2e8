package com.k2.marketdata.cli;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. A verb is a class, and a line in the list below. */
@Command(
    name = "k2",
    description = "Crypto trades from Kafka into Apache Iceberg tables, exactly once.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "  bench     Measure K2 beside Spark Structured Streaming on this machine.",
      "",
      "Help on a verb: k2 VERB --help"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      SqlCommand.class,
      LedgerCommand.class,
      RollbackCommand.class,
      FeedCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      HelpCommand.class
    })
public final class K2 implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(commandLine(), args));
  }

  /** An error would otherwise end the process with 1, which is the code for discrepancies. */
  static int execute(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(args);
    } catch (Error e) {
      e.printStackTrace(commandLine.getErr());
      return ExitCode.UNFORESEEN.code();
    }
  }

  /** The command line, for main and for tests. */
  public static CommandLine commandLine() {
    return new CommandLine(new K2())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(FailureHandlers::badUsage)
        .setExecutionExceptionHandler(FailureHandlers::failed);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
