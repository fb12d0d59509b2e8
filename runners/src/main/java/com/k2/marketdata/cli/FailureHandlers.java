package com.k2.marketdata.cli;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the command line does with what a verb throws: it makes a message for a person and an exit
 * code for a supervisor of it. What nobody foresaw is shown with its trace.
 */
final class FailureHandlers {
  private FailureHandlers() {}

  static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("k2: " + message(e));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static String message(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && e.getCommandLine().getParent() == null
        ? "There is no verb '" + unmatched.getUnmatched().get(0) + "'."
        : e.getMessage();
  }

  static int failed(Exception e, CommandLine command, ParseResult parsed) {
    Optional<K2Exception> named =
        Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
            .filter(K2Exception.class::isInstance)
            .map(K2Exception.class::cast)
            .findFirst();
    if (named.isEmpty() || named.get().exitCode() == ExitCode.UNFORESEEN) {
      e.printStackTrace(command.getErr());
      return ExitCode.UNFORESEEN.code();
    }
    command.getErr().println("k2: " + named.get().getMessage());
    return named.get().exitCode().code();
  }
}
