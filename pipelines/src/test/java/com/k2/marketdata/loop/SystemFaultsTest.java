package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are system faults, and which are defects. */
class SystemFaultsTest {
  /** Spark's message for a failed task whose exception was not sent to the driver. */
  private static final String OF_SPARK =
      "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure:"
          + " Lost task 0.3 in stage 3.0 (TID 7) (10.0.0.2 executor 1): %s\n\n"
          + "Driver stacktrace:";

  static List<Throwable> ofSystems() {
    return List.of(
        new IOException("disk full"),
        new FileNotFoundException("gone"),
        new ConnectException("refused"),
        new HttpTimeoutException("late"),
        new UncheckedIOException(new IOException("reset")),
        new TimeoutException("late"),
        new InterruptedException(),
        new SQLException("locked"),
        new KafkaException("no consumer"),
        new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"),
        new DisconnectException(),
        new org.apache.kafka.common.errors.TimeoutException("late"),
        new TopicAuthorizationException("trades"),
        new InterruptException(new InterruptedException()),
        new RuntimeIOException(new IOException("reset")),
        new NotFoundException("a file"),
        new NoSuchTableException("dropped"),
        new NotAuthorizedException("who are you"),
        new ServiceFailureException("500"),
        new RESTException("no answer"),
        new CommitFailedException("too many"),
        new CommitStateUnknownException(new RuntimeException("lost")),
        new UncheckedSQLException(new SQLException("locked"), "no answer"));
  }

  @ParameterizedTest
  @MethodSource("ofSystems")
  void systemFaultIsRecognizedInAnyWrapper(Throwable fault) {
    assertCaused(true, fault);
    assertCaused(true, new RuntimeException(fault));
    assertCaused(true, new IllegalStateException("while reading", new ExecutionException(fault)));
    assertCaused(true, new PipelineExecutionException(fault));
    assertCaused(true, UserCodeException.wrap(new RuntimeException(fault)));
    assertCaused(true, ofSpark(trace(new RuntimeException(fault))));
  }

  static List<Throwable> defects() {
    return List.of(
        new NullPointerException("in K2"),
        new IllegalStateException("odd"),
        new IllegalArgumentException("odd"),
        new UnresolvedAddressException(),
        new ClassCastException("A is not a B"),
        new IndexOutOfBoundsException("7"),
        new NoSuchElementException("none"),
        new UnsupportedOperationException("immutable"),
        new ArithmeticException("overflow"),
        new ValidationException("a file that is not there is removed"),
        new NoSuchMethodError("Schema.optional"),
        new NoClassDefFoundError("com/example/Gone"),
        new StackOverflowError(),
        new OutOfMemoryError("Java heap space"),
        new AssertionError("impossible"),
        new NotSerializableException("com.k2.marketdata.Fn"),
        new CoderException("cannot encode a null"),
        new RuntimeException("unknown"),
        new Exception("unknown"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void anythingElseIsADefectInAnyWrapper(Throwable defect) {
    assertCaused(false, defect);
    assertCaused(false, new RuntimeException(defect));
    assertCaused(false, new PipelineExecutionException(defect));
    assertCaused(false, UserCodeException.wrap(new RuntimeException(defect)));
    assertCaused(false, ofSpark(trace(new RuntimeException(defect))));
  }

  @Test
  void outermostRecognizedExceptionDecides() {
    Throwable unknownHost = new ConnectException("no such host");
    unknownHost.initCause(new UnresolvedAddressException());
    assertCaused(true, new RuntimeException(unknownHost));
    assertCaused(true, ofSpark(trace(unknownHost)));
  }

  @Test
  void suppressedExceptionIsIgnored() {
    Throwable defect = new NullPointerException();
    defect.addSuppressed(new IOException("while closing"));
    assertCaused(false, defect);
    assertCaused(false, ofSpark(trace(defect)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Remote"
            + " RPC client disassociated. Likely due to containers exceeding thresholds, or network"
            + " issues. Check driver logs for WARN messages.",
        "FetchFailed(BlockManagerId(1, 10.0.0.2, 40000, None), shuffleId=0)",
        "TaskKilled (killed by the master)"
      })
  void lostExecutorIsASystemFault(String reason) {
    assertCaused(true, ofSpark(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job 3 cancelled because SparkContext was shut down",
        "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was ...",
        "Job aborted due to stage failure: Master removed our application: KILLED",
        "Job aborted due to stage failure: All masters are unresponsive! Giving up.",
        "Exiting due to error from cluster scheduler: Master removed our application: FAILED"
      })
  void endedApplicationIsASystemFaultWithoutRetry(String message) {
    K2Exception failure =
        Diagnosis.of(new PipelineExecutionException(new IllegalStateException(message)));
    assertThat(failure).isInstanceOf(SystemFaultException.class);
    assertThat(failure.endsProcess()).isTrue();
    assertThat(failure.isRetried()).isFalse();
  }

  @Test
  void lostExecutorDoesNotEndTheProcess() {
    K2Exception failure = Diagnosis.of(ofSpark("ExecutorLostFailure (executor 1 exited)"));
    assertThat(failure).isInstanceOf(SystemFaultException.class);
    assertThat(failure.isRetried()).isTrue();
  }

  /** Quoted text of a message must not be taken for the state of the cluster. */
  @Test
  void quotedStackTraceIsNotTheApplicationsState() {
    assertThat(
            SystemFaults.endedApplication(
                ofSpark("java.io.IOException: odd\n\tCaused by: a stopped SparkContext")))
        .isFalse();
  }

  @Test
  void classOnExecutorsOnlyIsADefect() {
    assertCaused(false, ofSpark("com.example.OnlyThereException: odd\n\tat com.example.A.b(A:1)"));
  }

  private static Throwable ofSpark(String reason) {
    return new PipelineExecutionException(new RuntimeException(OF_SPARK.formatted(reason)));
  }

  private static String trace(Throwable thrown) {
    return ExceptionUtils.getStackTrace(thrown).strip();
  }

  private static void assertCaused(boolean expected, Throwable failure) {
    assertThat(SystemFaults.caused(failure)).as(failure.toString()).isEqualTo(expected);
  }
}
