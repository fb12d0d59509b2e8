package com.k2.marketdata.cli;

import com.k2.marketdata.cli.deadletter.DlqCommand;
import com.k2.marketdata.cli.deadletter.ReplayCommand;
import com.k2.marketdata.cli.ledger.CatalogCommand;
import com.k2.marketdata.cli.ledger.LedgerCommand;
import com.k2.marketdata.cli.ledger.RollbackCommand;
import com.k2.marketdata.cli.template.TemplateCommand;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.FatalHold;
import com.k2.marketdata.launch.MachineCheck;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Each command is a class in the list below. */
@Command(
    name = "k2",
    description = "Crypto trades from Kafka into Apache Iceberg tables, exactly once.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "  bench     Compare K2 with Spark Structured Streaming on this machine.",
      "  torture   Kill, suspend and race drivers, and compare the tables with Kafka.",
      "  soak      Run a resource plan on a local cluster, and judge its memory.",
      "",
      "Help for a command: k2 COMMAND --help"
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
      DlqCommand.class,
      ReplayCommand.class,
      CatalogCommand.class,
      FeedCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      MaintainCommand.class,
      PlanCommand.class,
      TemplateCommand.class,
      HelpCommand.class
    })
public final class K2 implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Runs a command and exits the process with its code. */
  public static void main(String[] args) {
    System.exit(execute(commandLine(), args));
  }

  /** Uncaught, an error would make the process exit with 1, the code for discrepancies. */
  static int execute(CommandLine commandLine, String... args) {
    try {
      MachineCheck.requireFor("k2", args);
      int code = commandLine.execute(args);
      FatalHold.afterCommand(code, args);
      return code;
    } catch (UsageException | Error e) {
      return FailureHandlers.failed(e, commandLine);
    }
  }

  /** The command line, for main and for tests. */
  public static CommandLine commandLine() {
    return new CommandLine(new K2())
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(FailureHandlers::badUsage)
        .setExecutionExceptionHandler(FailureHandlers::failed);
  }

  /** Writes UTF-8 in every locale. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
