package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes of failures, as runners report them. */
class DiagnosisTest {

  static List<K2Exception> ours() {
    return List.of(
        new ConflictException("why"),
        new HoleException("why"),
        new IncompleteCycleException("why"),
        new MaintenanceRefusedException("why"),
        new OutOfMemoryException("why"),
        new RejectedShareException("why"),
        new SystemFaultException("why"),
        new TableMismatchException("why"),
        new UnexpectedException("why"),
        new UsageException("why"));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void k2ExceptionIsFoundAnywhereInTheChain(K2Exception failure) {
    assertThat(Diagnosis.of(failure)).isSameAs(failure);
    Throwable wrapped =
        new RuntimeException(new IOException("outer", new RuntimeException(failure)));
    assertThat(Diagnosis.of(wrapped)).isSameAs(failure);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void k2ExceptionIsRecreatedFromItsText(K2Exception failure) {
    Throwable ofSpark =
        new RuntimeException(
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent"
                + " failure: Lost task 0.0 in stage 3.0 (TID 4) (host executor driver):"
                + " org.apache.beam.sdk.util.UserCodeException: "
                + failure
                + "\n\tat com.k2.marketdata.lake.commit.CycleTotals.check(CycleTotals.java:1)\n"
                + "Driver stacktrace:");
    K2Exception found = Diagnosis.of(new IllegalStateException(ofSpark));
    assertThat(found).hasSameClassAs(failure).hasMessage("why");
    assertThat(found.exitCode()).isEqualTo(failure.exitCode());
  }

  @Test
  void allK2ExceptionsAreTested() {
    assertThat(ours().stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(K2Exception.class.getPermittedSubclasses());
  }

  static List<Throwable> outOfMemory() {
    Error error = new OutOfMemoryError("Java heap space");
    String ofSpark =
        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure:"
            + " Lost task 0.3 in stage 3.0 (TID 4) (10.0.0.2 executor 1): ";
    return List.of(
        error,
        new RuntimeException(new IOException("a wrapper", error)),
        new SystemFaultException("could not read", error),
        new RuntimeException(ofSpark + ExceptionUtils.getStackTrace(new RuntimeException(error))),
        new RuntimeException(
            ofSpark
                + "ExecutorLostFailure (executor 1 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 52\nDriver stacktrace:"));
  }

  @ParameterizedTest
  @MethodSource("outOfMemory")
  void lackOfMemoryIsFoundAnywhere(Throwable failure) {
    assertThat(Diagnosis.of(failure))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageContaining("OutOfMemoryError")
        .hasCause(failure);
  }

  @Test
  void otherExitCodesOfExecutorsAreSystemFaults() {
    assertThat(
            Diagnosis.of(
                new RuntimeException(
                    "Job aborted due to stage failure: ExecutorLostFailure (executor 1 exited)"
                        + " Reason: Command exited with code 137")))
        .isInstanceOf(SystemFaultException.class);
  }

  @Test
  void textOfAnotherClassIsUnexpected() {
    K2Exception found =
        Diagnosis.of(new RuntimeException("com.k2.marketdata.failure.OtherException: why"));
    assertThat(found).isInstanceOf(UnexpectedException.class);
  }

  @Test
  void fullDiskIsNamedWithItsPath() {
    K2Exception found =
        Diagnosis.of(
            new IllegalStateException(
                "the cycle failed",
                new FileSystemException("/w/a.parquet", null, "No space left on device")));
    assertThat(found.exitCode()).isEqualTo(ExitCode.SYSTEM_FAULT);
    assertThat(found)
        .hasMessage(
            "The disk is full: /w/a.parquet: No space left on device. Free some space there.");
  }

  @Test
  void systemFaultNamesItsRoot() {
    Throwable root = new IOException("disk full");
    K2Exception found = Diagnosis.of(new RuntimeException("outer", root));
    assertThat(found.exitCode()).isEqualTo(ExitCode.SYSTEM_FAULT);
    assertThat(found).hasMessageContaining("disk full").hasRootCause(root);
  }

  @Test
  void unexpectedErrorKeepsItsRootAndTrace() {
    Throwable defect = new IndexOutOfBoundsException("7");
    K2Exception found = Diagnosis.of(new RuntimeException(defect));
    assertThat(found.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(found).hasMessageContaining("IndexOutOfBoundsException: 7").hasRootCause(defect);
  }

  @Test
  void failureWithoutAMessageIsUnexpected() {
    assertThat(Diagnosis.of(new NullPointerException())).isInstanceOf(UnexpectedException.class);
  }

  @Test
  void traceInAMessageIsOmitted() {
    Throwable failure = new IllegalStateException("first line\n\tat a.B.c(B.java:1)\nmore");
    assertThat(Diagnosis.of(failure)).hasMessageEndingWith("first line").hasCause(failure);
  }
}
