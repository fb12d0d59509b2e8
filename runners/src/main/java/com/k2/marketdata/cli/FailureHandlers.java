package com.k2.marketdata.cli;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.launch.LocaleCharset;
import com.k2.marketdata.text.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Maps the exception of a command to a message and an exit code. An unexpected error is printed
 * with its stack trace. Control characters in either are escaped.
 */
final class FailureHandlers {
  private FailureHandlers() {}

  static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("k2: " + Printable.lines(message(e)));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static String message(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && e.getCommandLine().getParent() == null
        ? "There is no command '" + unmatched.getUnmatched().get(0) + "'."
        : e.getMessage();
  }

  static int failed(Exception e, CommandLine command, ParseResult parsed) {
    return failed(e, command);
  }

  static int failed(Throwable e, CommandLine command) {
    Optional<K2Exception> named =
        MachineFaults.in(e)
            .or(
                () ->
                    Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                        .filter(K2Exception.class::isInstance)
                        .map(K2Exception.class::cast)
                        .findFirst())
            .or(() -> LocaleCharset.refusal(e));
    if (named.isEmpty() || named.get().exitCode() == ExitCode.UNEXPECTED) {
      command.getErr().println(Printable.lines(ExceptionUtils.getStackTrace(e).stripTrailing()));
      return ExitCode.UNEXPECTED.code();
    }
    command.getErr().println("k2: " + Printable.lines(named.get().getMessage()));
    return named.get().exitCode().code();
  }
}
