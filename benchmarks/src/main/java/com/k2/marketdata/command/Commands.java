package com.k2.marketdata.command;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * Runs a command. An exception of K2 is printed as a message and gives its exit code. Any other
 * exception is printed with its stack trace and gives {@link ExitCode#UNEXPECTED}.
 */
public final class Commands {
  private Commands() {}

  /** Runs a command and returns its exit code. */
  public static int execute(Callable<Integer> command, String... args) {
    return execute(commandLine(command), args);
  }

  /** The command line of a command, for tests. */
  public static CommandLine commandLine(Callable<Integer> command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine));
  }

  /** Uncaught, an error would end the process with 1, the code for wrong tables. */
  static int execute(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(args);
    } catch (Error e) {
      return failed(e, commandLine);
    }
  }

  private static int failed(Throwable failure, CommandLine commandLine) {
    if (failure instanceof K2Exception ours && ours.exitCode() != ExitCode.UNEXPECTED) {
      commandLine.getErr().println(commandLine.getCommandSpec().name() + ": " + ours.getMessage());
      return ours.exitCode().code();
    }
    failure.printStackTrace(commandLine.getErr());
    return ExitCode.UNEXPECTED.code();
  }
}
