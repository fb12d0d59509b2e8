package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.testing.LogLines;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are held, and how a held job looks. */
@Timeout(60)
class FatalHoldTest {
  private static final String[] HOLD = {"--onFatal=hold"};

  @TempDir private Path folder;

  static List<K2Exception> thatMayPass() {
    return List.of(
        new SystemFaultException("down"),
        SystemFaultException.endingProcess("Spark has ended the application", null),
        new UnexpectedException("odd"));
  }

  @ParameterizedTest
  @MethodSource("thatMayPass")
  void failureThatMayPassAlwaysExits(K2Exception failure) {
    assertThatThrownBy(() -> run(HOLD, failure)).isSameAs(failure);
  }

  static List<K2Exception> thatStay() {
    return List.of(
        new ConflictException("two drivers"),
        new OutOfMemoryException("a message does not fit"),
        new UsageException("wrong"));
  }

  @ParameterizedTest
  @MethodSource("thatStay")
  void failureThatStaysIsHeldUntilTheEnd(K2Exception failure) throws InterruptedException {
    Path health = folder.resolve("health");
    String[] args = {"--what=ever", "--onFatal=HOLD", "--healthFile=" + health};
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (LogLines log = LogLines.listen()) {
      Thread job =
          new Thread(
              () -> {
                try {
                  run(args, failure);
                } catch (RuntimeException e) {
                  thrown.complete(e);
                }
              });
      job.start();
      log.await("medallion holds instead of exiting with code " + failure.exitCode().code());
      assertThat(thrown).isNotDone();
      assertThat(health).hasContent("unhealthy\nmedallion: " + failure.getMessage() + "\n");

      job.interrupt();

      assertThat(thrown.join()).isSameAs(failure);
      job.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--onFatal=exit", "--onHole=hold", "--onFatal=hold --onFatal=exit"})
  void failureIsNotHeldUnlessAsked(String args) {
    ConflictException failure = new ConflictException("two drivers");
    assertThatThrownBy(() -> run(args.split(" "), failure)).isSameAs(failure);
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "SYSTEM_FAULT", "STALLED", "UNEXPECTED"})
  void codeThatMayPassIsReturned(ExitCode code) {
    assertThat(FatalHold.around("maintain", HOLD, () -> code)).isEqualTo(code);
  }

  @Test
  void otherCommandsAreNotHeld() {
    FatalHold.afterCommand(ExitCode.USAGE.code(), "verify", "--onFatal=hold");
    FatalHold.afterCommand(ExitCode.DONE.code(), "run", "--onFatal=hold");
  }

  /** Its driver holds by itself; 1 is the code of a failed spark-submit. */
  @Test
  void codeOfAChildIsNotHeld() {
    FatalHold.afterCommand(1, "run", "medallion", "--cluster", "--onFatal=hold");
  }

  private static ExitCode run(String[] args, K2Exception failure) {
    return FatalHold.around(
        "medallion",
        args,
        () -> {
          throw failure;
        });
  }
}
