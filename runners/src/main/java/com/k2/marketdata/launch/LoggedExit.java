package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.text.Printable;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a main: logs a failure, and determines the exit code. */
final class LoggedExit {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedExit.class);

  private LoggedExit() {}

  /**
   * Runs a job.
   *
   * @param name of the job, for the log
   * @param args its arguments, see {@link FatalHold}
   * @return the job's own exit code, or that of its failure
   */
  static ExitCode of(String name, String[] args, Supplier<ExitCode> job) {
    try {
      MachineCheck.requireFor(name, args);
      return job.get();
    } catch (RuntimeException | Error e) {
      // Uncaught, it would make the process exit with 1, the code for discrepancies.
      return failed(name, named(e), e);
    }
  }

  /** The class of a failure; empty if it is unexpected. */
  static Optional<K2Exception> named(Throwable failure) {
    return MachineFaults.in(failure)
        .or(
            () ->
                failure instanceof K2Exception k2
                    ? Optional.of(k2)
                    : LocaleCharset.refusal(failure));
  }

  private static ExitCode failed(String name, Optional<K2Exception> named, Throwable failure) {
    if (named.isEmpty()) {
      LOG.error("{} exits with code {}", name, ExitCode.UNEXPECTED.code(), failure);
      return ExitCode.UNEXPECTED;
    }
    ExitCode code = named.get().exitCode();
    LOG.error(
        "{} exits with code {}: {}", name, code.code(), Printable.line(named.get().getMessage()));
    return code;
  }
}
