package com.k2.marketdata.loop;

import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.LostErrorException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Recognizes cycles that failed because a JVM, of the driver or of an executor, lacked memory. */
final class MemoryFaults {
  /** Spark keeps only the text of an executor's error. */
  private static final Pattern QUOTED =
      Pattern.compile("(?m)^(?!\t).*?\\b(java\\.lang\\.OutOfMemoryError(?:: [^\\n]*)?)");

  /** Spark's executor exits with this code after an OutOfMemoryError. */
  private static final Pattern EXECUTOR_EXITED = Pattern.compile("exited with code 52\\b");

  /** An executor that was killed, or was busy with garbage collection, may have lacked memory. */
  private static final String EXECUTOR_LOST = "ExecutorLostFailure";

  private MemoryFaults() {}

  /** The error in a chain of causes that shows a lack of memory, as text. */
  static Optional<String> in(List<Throwable> causes) {
    for (Throwable cause : causes) {
      if (cause instanceof OutOfMemoryError) {
        return Optional.of(cause.toString());
      }
    }
    for (Throwable cause : causes) {
      String text = String.valueOf(cause.getMessage());
      Matcher quoted = QUOTED.matcher(text);
      if (quoted.find()) {
        return Optional.of(quoted.group(1) + " (on an executor)");
      }
      if (EXECUTOR_EXITED.matcher(text).find()) {
        return Optional.of("an executor exited after an OutOfMemoryError");
      }
    }
    return Optional.empty();
  }

  /** Whether a smaller cycle may help. */
  static boolean mayBe(K2Exception failure) {
    return failure instanceof OutOfMemoryException
        || ExceptionUtils.getThrowableList(failure).stream()
            .anyMatch(
                cause ->
                    cause instanceof LostErrorException
                        || String.valueOf(cause.getMessage()).contains(EXECUTOR_LOST));
  }

  /** How many offsets a cycle has. */
  static long length(ExchangeCycles.Cycle cycle) {
    return cycle.offsets().stream().mapToLong(OffsetRange::length).sum();
  }

  /** The failure of a cycle of one offset, with the coordinates of its message. */
  static K2Exception ofSingleMessage(
      String exchange, ExchangeCycles.Cycle cycle, K2Exception failure) {
    OffsetRange only = cycle.offsets().get(0);
    String message =
        String.format(
            "offset %d of partition %d of topic %s", only.from(), only.partition(), cycle.topic());
    String wayOut =
        String.format(
            "Start the job with a larger heap (this JVM has %d MB; docs/operations.md#memory says"
                + " what a message needs), or skip the message with `k2 ledger set --exchange=%s"
                + " --topic=%s --partition=%d --next=%d`.",
            Runtime.getRuntime().maxMemory() >> 20,
            exchange,
            cycle.topic(),
            only.partition(),
            only.to());
    return failure instanceof OutOfMemoryException
        ? new OutOfMemoryException(
            "The message at "
                + message
                + " does not fit in memory. "
                + failure.getMessage()
                + ". "
                + wayOut,
            failure)
        : new SystemFaultException(
            failure.getMessage()
                + " The cycle had only the message at "
                + message
                + ", which may not fit in the executor's memory. "
                + wayOut,
            failure);
  }
}
