package com.k2.marketdata.loop;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.failure.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Determines which class of failure made a run fail. */
public final class Diagnosis {
  /** Recreates an exception from its quoted text, by its simple name. */
  private static final Map<String, BiFunction<String, Throwable, K2Exception>> BY_NAME =
      Map.of(
          "ConflictException", ConflictException::new,
          "HoleException", HoleException::new,
          "IncompleteCycleException", IncompleteCycleException::new,
          "MaintenanceRefusedException", MaintenanceRefusedException::new,
          "OutOfMemoryException", OutOfMemoryException::new,
          "RejectedShareException", RejectedShareException::new,
          "SystemFaultException", SystemFaultException::new,
          "TableMismatchException", TableMismatchException::new,
          "UnexpectedException", UnexpectedException::new,
          "UsageException", UsageException::new);

  private static final Pattern QUOTED =
      Pattern.compile("com\\.k2\\.marketdata\\.failure\\.(\\w+): ([^\\n]*)");

  private Diagnosis() {}

  /**
   * Returns the first of these that applies: a known condition of the machine, unless K2 has a more
   * precise class for the failure; lack of memory, if the chain of causes contains or quotes an
   * {@link OutOfMemoryError}; the outermost K2 exception in the chain of causes; one recreated from
   * the text of a cause, where the runner kept only that; a system fault that ends the process, if
   * the Spark application has ended; a system fault, if a system that K2 depends on failed;
   * otherwise an unexpected error.
   */
  public static K2Exception of(Throwable failure) {
    return MachineFaults.in(failure).orElseGet(() -> byType(failure));
  }

  private static K2Exception byType(Throwable failure) {
    List<Throwable> causes = ExceptionUtils.getThrowableList(failure);
    Optional<String> memory = MemoryFaults.in(causes);
    if (memory.isPresent()) {
      return new OutOfMemoryException("The cycle ran out of memory: " + memory.get(), failure);
    }
    for (Throwable cause : causes) {
      if (cause instanceof K2Exception ours) {
        return ours;
      }
    }
    for (Throwable cause : causes) {
      Matcher matcher = QUOTED.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find() && BY_NAME.containsKey(matcher.group(1))) {
        return BY_NAME.get(matcher.group(1)).apply(matcher.group(2), failure);
      }
    }
    // The text of a runner may contain a stack trace after its first line.
    String root = causes.get(causes.size() - 1).toString().lines().findFirst().orElse("");
    if (SystemFaults.endedApplication(failure)) {
      return SystemFaultException.endingProcess(
          "The Spark application has ended: " + root, failure);
    }
    return SystemFaults.caused(failure)
        ? new SystemFaultException("A system that K2 uses failed: " + root, failure)
        : new UnexpectedException("Unexpected error, please report it: " + root, failure);
  }
}
