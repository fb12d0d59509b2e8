package com.k2.marketdata.loop;

import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.kafka.common.KafkaException;

/**
 * Distinguishes failures of the systems that K2 depends on (broker, catalog, store, cluster) from
 * defects of K2 and of libraries. In doubt it is a defect, since its stack trace is then logged.
 *
 * <p>The outermost recognized exception in the chain of causes decides. Lack of memory is neither,
 * see {@link MemoryFaults}.
 */
final class SystemFaults {
  private static final Set<String> OF_SYSTEMS =
      Set.of(
          IOException.class.getName(),
          UncheckedIOException.class.getName(),
          TimeoutException.class.getName(),
          InterruptedException.class.getName(),
          SQLException.class.getName(),
          KafkaException.class.getName(),
          RuntimeIOException.class.getName(),
          NotFoundException.class.getName(),
          NoSuchTableException.class.getName(),
          NoSuchNamespaceException.class.getName(),
          CommitFailedException.class.getName(),
          CommitStateUnknownException.class.getName(),
          ServiceFailureException.class.getName(),
          RESTException.class.getName(),
          UncheckedSQLException.class.getName(),
          // On the class path only if the store is S3.
          "software.amazon.awssdk.core.exception.SdkException");

  /** Subclasses of IOException that report an object that cannot be serialized. */
  private static final Set<String> OF_CODE =
      Set.of(ObjectStreamException.class.getName(), CoderException.class.getName());

  /** The start of Spark's message for a job that failed or lost its cluster. */
  private static final Pattern SPARK_JOB =
      Pattern.compile("(?:org\\.apache\\.spark\\.SparkException: )?Job (?:aborted|\\d+ cancelled)");

  /** What Spark says after the cluster has ended the application, and has stopped the context. */
  private static final Pattern ENDED_APPLICATION =
      Pattern.compile(
          "stopped SparkContext|SparkContext (?:was|has been) shut ?down|Application has been"
              + " killed|Master removed our application|All masters are unresponsive|Exiting due to"
              + " error from cluster scheduler");

  /** The class name of an exception in a stack trace; lines of frames are indented. */
  private static final Pattern THROWN =
      Pattern.compile("(?:^|: )((?:[a-z_]\\w*\\.)+[A-Z][\\w$]*)(?=:|$)");

  private SystemFaults() {}

  /** Whether a failure was caused by a system that K2 depends on. */
  static boolean caused(Throwable failure) {
    List<Throwable> causes = ExceptionUtils.getThrowableList(failure);
    List<Class<?>> types = new ArrayList<>();
    causes.forEach(cause -> types.add(cause.getClass()));
    return isOfSystem(types) || isOfCluster(causes.get(causes.size() - 1));
  }

  /** Whether the Spark application has ended, so that its context cannot be used any more. */
  static boolean endedApplication(Throwable failure) {
    return ExceptionUtils.getThrowableList(failure).stream()
        .flatMap(cause -> String.valueOf(cause.getMessage()).lines().limit(1))
        .anyMatch(line -> ENDED_APPLICATION.matcher(line).find());
  }

  private static boolean isOfSystem(List<Class<?>> outermostFirst) {
    for (Class<?> type : outermostFirst) {
      if (isOneOf(OF_CODE, type)) {
        return false;
      }
      if (isOneOf(OF_SYSTEMS, type)) {
        return true;
      }
    }
    return false;
  }

  /** Spark may keep only the text of an executor's exception. Without one, it lost the executor. */
  private static boolean isOfCluster(Throwable root) {
    String text = String.valueOf(root.getMessage());
    if (!SPARK_JOB.matcher(text).lookingAt()) {
      return false;
    }
    List<String> named = namesIn(text);
    return named.isEmpty() || isOfSystem(known(named));
  }

  private static List<String> namesIn(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("\t"))
        .flatMap(line -> THROWN.matcher(line).results())
        .map(found -> found.group(1))
        .filter(name -> !name.startsWith("org.apache.spark."))
        .toList();
  }

  private static List<Class<?>> known(List<String> names) {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      try {
        classes.add(Class.forName(name, false, SystemFaults.class.getClassLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        // Only the executor has this class, so it is not a recognized one.
        continue;
      }
    }
    return classes;
  }

  private static boolean isOneOf(Set<String> names, Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (names.contains(each.getName())) {
        return true;
      }
    }
    return false;
  }
}
