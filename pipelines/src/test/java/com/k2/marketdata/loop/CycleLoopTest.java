package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.testing.FakeCycles;
import com.k2.marketdata.testing.FakeRunner;
import com.k2.marketdata.testing.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Turns, failures, holes and stops. */
@Timeout(30)
class CycleLoopTest {
  private static final LoopSettings ONCE = settings(true, 2, OnHole.EXIT);
  private static final LoopSettings EVERY_MILLISECOND = settings(false, 2, OnHole.EXIT);

  private final FakeRunner runner = new FakeRunner();
  private final StopSignal stop = new StopSignal();

  @Test
  void onceEndsWhenAllAreCaughtUp() {
    FakeCycles binance = new FakeCycles("binance").work(3);
    FakeCycles kraken = new FakeCycles("kraken").work(1);
    run(ONCE, binance, kraken);
    assertThat(binance.confirmed()).containsExactly("binance1", "binance2", "binance3");
    assertThat(kraken.confirmed()).containsExactly("kraken1");
  }

  @Test
  void exchangesTakeTurnsUnderTheJobName() {
    FakeCycles binance = new FakeCycles("binance").work(2);
    FakeCycles kraken = new FakeCycles("kraken").work(2);
    run(ONCE, binance, kraken);
    assertThat(runner.ran())
        .containsExactly(
            "job-binance-binance1",
            "job-kraken-kraken1",
            "job-binance-binance2",
            "job-kraken-kraken2");
  }

  @Test
  void noPipelineIsBuiltWithoutWork() {
    run(ONCE, new FakeCycles("binance"));
    assertThat(runner.ran()).isEmpty();
  }

  @Test
  void failedCycleIsPlannedAgainFromTheTables() {
    FakeCycles cycles = new FakeCycles("binance").fail(new SystemFaultException("down")).work(1);
    run(ONCE, cycles);
    assertThat(cycles.forgotten()).isEqualTo(1);
    assertThat(cycles.confirmed()).hasSize(1);
  }

  @Test
  void failuresUpToTheLimitAreRetried() {
    FakeCycles cycles =
        new FakeCycles("binance")
            .fail(new SystemFaultException("1"))
            .fail(new IncompleteCycleException("2"))
            .work(1);
    assertThatCode(() -> run(ONCE, cycles)).doesNotThrowAnyException();
  }

  @Test
  void oneFailureAboveTheLimitIsThrown() {
    FakeCycles cycles =
        new FakeCycles("binance")
            .fail(new SystemFaultException("1"))
            .fail(new SystemFaultException("2"))
            .fail(new SystemFaultException("3"))
            .work(1);
    assertThatThrownBy(() -> run(ONCE, cycles)).hasMessage("3");
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void successResetsTheCountOfFailures() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 4; i++) {
      cycles.fail(new SystemFaultException("a")).fail(new SystemFaultException("b")).work(1);
    }
    run(ONCE, cycles);
    assertThat(cycles.confirmed()).hasSize(4);
  }

  @Test
  void unexpectedErrorIsRetriedAndLogged() {
    List<RuntimeException> defects =
        List.of(
            new NullPointerException("first"),
            new NullPointerException("second"),
            new NullPointerException("third"),
            new IllegalStateException("last"));
    FakeCycles cycles = new FakeCycles("binance");
    defects.forEach(cycles::fail);

    try (LogLines log = LogLines.listen()) {
      assertThatThrownBy(() -> run(settings(true, 3, OnHole.EXIT), cycles))
          .isInstanceOfSatisfying(
              UnexpectedException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNEXPECTED))
          .hasMessageContaining("last");

      assertThat(cycles.planned()).isEqualTo(4);
      assertThat(log.traces())
          .extracting(Throwable::getCause)
          .containsExactly(defects.get(0), defects.get(3));
    }
  }

  @Test
  void traceIsLoggedOncePerSeriesOfFailures() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 2; i++) {
      cycles
          .fail(new SystemFaultException("away"))
          .fail(new IllegalStateException("odd"))
          .work(1)
          .idle(1);
    }
    try (LogLines log = LogLines.listen()) {
      cycles.thenRun(stop::request);
      run(EVERY_MILLISECOND, cycles);
      assertThat(log.traces()).hasSize(2);
    }
  }

  @Test
  void errorFailsTheCycle() {
    FakeCycles cycles = new FakeCycles("binance").work(2);
    runner.duringNext(
        () -> {
          throw new NoClassDefFoundError("com/example/Gone");
        });
    run(ONCE, cycles);
    assertThat(cycles.confirmed()).containsExactly("binance2");
  }

  @Test
  void systemFaultIsLoggedWithoutATrace() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 3; i++) {
      cycles.fail(new UncheckedIOException(new ConnectException("refused")));
    }
    try (LogLines log = LogLines.listen()) {
      assertThatThrownBy(() -> run(ONCE, cycles)).isInstanceOf(SystemFaultException.class);
      assertThat(log.traces()).isEmpty();
    }
  }

  @Test
  void failedRunFailsTheCycle() {
    FakeCycles cycles = new FakeCycles("binance").work(1);
    runner.failNext(new RuntimeException(new ConflictException("another driver")));
    assertThatThrownBy(() -> run(ONCE, cycles)).isInstanceOf(ConflictException.class);
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void cycleThatDoesNotFitIsPlannedSmaller() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1_000).work(8);
    for (int i = 0; i < 7; i++) {
      runner.failNext(outOfMemory());
    }
    run(ONCE, cycles); // allows 2 failures in a row
    assertThat(cycles.confirmed()).containsExactly("binance8");
    assertThat(cycles.offsets()).isEqualTo(7); // 1,000 halved 7 times
    assertThat(cycles.forgotten()).isEqualTo(7);
  }

  @Test
  void singleMessageThatDoesNotFitIsNamed() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1).work(3);
    for (int i = 0; i < 3; i++) {
      runner.failNext(outOfMemory());
    }
    assertThatThrownBy(() -> run(ONCE, cycles))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageContaining(
            "The message at offset 70 of partition 3 of topic trades does not fit")
        .hasMessageContaining("java.lang.OutOfMemoryError: Java heap space")
        .hasMessageContaining(
            "`k2 ledger set --exchange=binance --topic=trades --partition=3 --next=71`");
    assertThat(cycles.planned()).isEqualTo(3);
  }

  @Test
  void lostExecutorPlansSmallerCyclesAndCounts() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1_000).work(3);
    for (int i = 0; i < 3; i++) {
      runner.failNext(
          new RuntimeException(
              "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
                  + " failure: ExecutorLostFailure (executor 1 exited)"));
    }
    assertThatThrownBy(() -> run(ONCE, cycles)).isInstanceOf(SystemFaultException.class);
    assertThat(cycles.offsets()).isEqualTo(125);
  }

  @Test
  void failedPlanOutOfMemoryIsAnOrdinaryFailure() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1_000);
    for (int i = 0; i < 3; i++) {
      cycles.fail(outOfMemory());
    }
    assertThatThrownBy(() -> run(ONCE, cycles)).isInstanceOf(OutOfMemoryException.class);
    assertThat(cycles.offsets()).isEqualTo(1_000);
  }

  @Test
  void limitedCycleIsFollowedAtOnce() {
    FakeCycles cycles = new FakeCycles("binance").limitedWithLag(5).work(3).thenRun(stop::request);
    LoopSettings hourly =
        new LoopSettings(
            "job",
            false,
            Duration.ofHours(1),
            2,
            Duration.ofHours(1),
            Duration.ofHours(1),
            OnHole.EXIT,
            null);
    run(hourly, cycles);
    assertThat(cycles.confirmed()).hasSize(3);
  }

  private static RuntimeException outOfMemory() {
    return new RuntimeException(new OutOfMemoryError("Java heap space"));
  }

  @Test
  void failureDoesNotStopOtherExchanges() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken = new FakeCycles("kraken").work(3);
    assertThatThrownBy(() -> run(ONCE, binance, kraken)).isInstanceOf(ConflictException.class);
    assertThat(kraken.confirmed()).hasSize(3);
  }

  @Test
  void triggeredLoopEndsWhenAnExchangeGivesUp() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken = new FakeCycles("kraken").work(1);
    assertThatThrownBy(() -> run(EVERY_MILLISECOND, binance, kraken))
        .isInstanceOf(ConflictException.class);
    assertThat(kraken.confirmed()).hasSize(1);
  }

  static List<K2Exception> failures() {
    return List.of(
        new ConflictException("why"),
        new HoleException("why"),
        new IncompleteCycleException("why"),
        new OutOfMemoryException("why"),
        new RejectedShareException("why"),
        new SystemFaultException("why"),
        new TableMismatchException("why"),
        new UnexpectedException("why"),
        new UsageException("why"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void exitCodeDecidesWhetherAFailureIsRetried(K2Exception failure) {
    FakeCycles cycles = new FakeCycles("binance").fail(failure).work(1);
    if (failure.exitCode().isRetried()) {
      run(ONCE, cycles);
      assertThat(cycles.confirmed()).hasSize(1);
    } else {
      assertThatThrownBy(() -> run(ONCE, cycles)).isSameAs(failure);
      assertThat(cycles.planned()).isEqualTo(1);
    }
  }

  @Test
  void heldHoleIsCheckedAgainUntilResolved() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 5; i++) {
      cycles.fail(new HoleException("gone"));
    }
    cycles.work(1);
    run(settings(true, 2, OnHole.HOLD), cycles);
    assertThat(cycles.confirmed()).hasSize(1);
  }

  @Test
  void heldExchangeDoesNotStopTheOther() {
    FakeCycles binance = new FakeCycles("binance").fail(new HoleException("gone"));
    FakeCycles kraken = new FakeCycles("kraken").work(2);
    LoopSettings patient =
        new LoopSettings(
            "job",
            true,
            Duration.ZERO,
            2,
            Duration.ofMillis(1),
            Duration.ofHours(1),
            OnHole.HOLD,
            null);
    kraken.thenRun(stop::request);
    run(patient, binance, kraken);
    assertThat(kraken.confirmed()).hasSize(2);
    assertThat(binance.planned()).isEqualTo(1);
  }

  @Test
  void triggeredLoopRunsUntilStopped() {
    FakeCycles cycles = new FakeCycles("binance").work(1).idle(20).work(1).thenRun(stop::request);
    run(EVERY_MILLISECOND, cycles);
    assertThat(cycles.confirmed()).hasSize(2);
  }

  @Test
  void stopEndsTheLoopAfterTheRunningCycle() {
    FakeCycles binance = new FakeCycles("binance").work(5);
    FakeCycles kraken = new FakeCycles("kraken").work(5);
    runner.duringNext(stop::request);
    run(EVERY_MILLISECOND, binance, kraken);
    assertThat(binance.confirmed()).hasSize(1);
    assertThat(kraken.planned()).isZero();
  }

  @Test
  void cycleCancelledByStopIsNotAFailure() {
    FakeCycles cycles = new FakeCycles("binance").work(5);
    runner.duringNext(stop::request);
    runner.failNext(new RuntimeException("cancelled"));
    assertThatCode(() -> run(EVERY_MILLISECOND, cycles)).doesNotThrowAnyException();
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void stopInterruptsAWait() {
    FakeCycles cycles = new FakeCycles("binance").thenRun(stop::request);
    LoopSettings hourly =
        new LoopSettings(
            "job",
            false,
            Duration.ofHours(1),
            2,
            Duration.ofHours(1),
            Duration.ofHours(1),
            OnHole.EXIT,
            null);
    run(hourly, cycles);
    assertThat(cycles.planned()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "400, 1000"})
  void backoffDoublesUpToItsLimit(int failures, long millis) {
    LoopSettings settings =
        new LoopSettings(
            "job",
            false,
            Duration.ZERO,
            8,
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            OnHole.EXIT,
            null);
    assertThat(settings.backoff(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void healthFileNamesFailingExchanges(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("health");
    List<String> seen = new ArrayList<>();
    FakeCycles failing =
        new FakeCycles("binance").fail(new HoleException("gone\n\u001b[2J")).idle(1);
    FakeCycles healthy =
        new FakeCycles("kraken")
            .thenRun(
                () -> {
                  seen.add(read(file));
                  stop.request();
                });
    LoopSettings settings =
        new LoopSettings(
            "job",
            false,
            Duration.ofMillis(1),
            2,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            OnHole.HOLD,
            file);
    run(settings, failing, healthy);
    assertThat(seen.get(0)).isEqualTo("unhealthy\nbinance: gone\\n\\u001b[2J\n");
  }

  @Test
  void warningMakesASucceedingExchangeUnhealthy(@TempDir Path folder) {
    Path file = folder.resolve("health");
    FakeCycles cycles = new FakeCycles("binance").warn("a transaction is open").work(1);
    LoopSettings settings =
        new LoopSettings(
            "job",
            true,
            Duration.ZERO,
            2,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            OnHole.EXIT,
            file);

    run(settings, cycles);

    assertThat(cycles.confirmed()).hasSize(1);
    assertThat(read(file)).isEqualTo("unhealthy\nbinance: a transaction is open\n");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"once, EXIT", "10s, HOLD"})
  void onHoleDefaultDependsOnTheTrigger(String trigger, OnHole expected) {
    CycleOptions options = PipelineOptionsFactory.as(CycleOptions.class);
    options.setTrigger(trigger);
    assertThat(LoopSettings.of(options).onHole()).isEqualTo(expected);
  }

  private void run(LoopSettings settings, FakeCycles... exchanges) {
    new CycleLoop(runner, settings, stop, List.of(exchanges)).run();
  }

  private static LoopSettings settings(boolean once, int maxFailures, OnHole onHole) {
    return new LoopSettings(
        "job",
        once,
        once ? Duration.ZERO : Duration.ofMillis(1),
        maxFailures,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        onHole,
        null);
  }
}
