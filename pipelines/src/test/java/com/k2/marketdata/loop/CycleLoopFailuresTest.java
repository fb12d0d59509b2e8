package com.k2.marketdata.loop;

import static com.k2.marketdata.loop.LoopFixture.EVERY_MILLISECOND;
import static com.k2.marketdata.loop.LoopFixture.ONCE;
import static com.k2.marketdata.loop.LoopFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.options.SupervisionOptions.OnFatal;
import com.k2.marketdata.testing.FakeCycles;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens after a failure: a retry, a wait for a repair, or the end of the loop. */
@Timeout(30)
class CycleLoopFailuresTest {
  private final LoopFixture loop = new LoopFixture();

  @Test
  void failedCycleIsPlannedAgainFromTheTables() {
    FakeCycles cycles = new FakeCycles("binance").fail(new SystemFaultException("down")).work(1);
    loop.run(ONCE, cycles);
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
    assertThatCode(() -> loop.run(ONCE, cycles)).doesNotThrowAnyException();
  }

  @Test
  void oneFailureAboveTheLimitIsThrown() {
    FakeCycles cycles =
        new FakeCycles("binance")
            .fail(new SystemFaultException("1"))
            .fail(new SystemFaultException("2"))
            .fail(new SystemFaultException("3"))
            .work(1);
    assertThatThrownBy(() -> loop.run(ONCE, cycles)).hasMessage("3");
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void successResetsTheCountOfFailures() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 4; i++) {
      cycles.fail(new SystemFaultException("a")).fail(new SystemFaultException("b")).work(1);
    }
    loop.run(ONCE, cycles);
    assertThat(cycles.confirmed()).hasSize(4);
  }

  @Test
  void errorFailsTheCycle() {
    FakeCycles cycles = new FakeCycles("binance").work(2);
    loop.runner()
        .duringNext(
            () -> {
              throw new AssertionError("odd");
            });
    loop.run(ONCE, cycles);
    assertThat(cycles.confirmed()).containsExactly("binance2");
  }

  @Test
  void missingClassIsNotRetried() {
    FakeCycles cycles = new FakeCycles("binance").work(2);
    loop.runner()
        .duringNext(
            () -> {
              throw new NoClassDefFoundError("com/example/Gone");
            });
    assertThatThrownBy(() -> loop.run(ONCE, cycles))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("com/example/Gone");
    assertThat(cycles.planned()).isEqualTo(1);
  }

  @Test
  void endedApplicationIsNotRetried() {
    FakeCycles cycles = new FakeCycles("binance").work(2);
    loop.runner()
        .failNext(new RuntimeException("Job 3 cancelled because SparkContext was shut down"));
    assertThatThrownBy(() -> loop.run(EVERY_MILLISECOND, cycles))
        .isInstanceOf(SystemFaultException.class);
    assertThat(cycles.planned()).isEqualTo(1);
  }

  @Test
  void endedApplicationEndsALoopWithoutWork() {
    FakeCycles cycles = new FakeCycles("binance");
    cycles.thenRun(
        () -> loop.runner().breakDown(SystemFaultException.endingProcess("the end", null)));
    assertThatThrownBy(() -> loop.run(EVERY_MILLISECOND, cycles)).hasMessage("the end");
  }

  @Test
  void heldFailureDoesNotEndTheOtherExchanges() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken = new FakeCycles("kraken").work(3);
    kraken.thenRun(loop.stop()::request);
    assertThatThrownBy(
            () -> loop.run(settings(false, 2, OnHole.HOLD, OnFatal.HOLD), binance, kraken))
        .isInstanceOf(ConflictException.class);
    assertThat(kraken.confirmed()).hasSize(3);
    assertThat(binance.planned()).isEqualTo(1);
  }

  /** The process must exit and be started again, although another exchange holds. */
  @Test
  void restartableFailureEndsTheLoop() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken =
        new FakeCycles("kraken").work(1).fail(SystemFaultException.endingProcess("the end", null));
    assertThatThrownBy(
            () -> loop.run(settings(false, 2, OnHole.HOLD, OnFatal.HOLD), binance, kraken))
        .hasMessage("the end");
  }

  @Test
  void failedRunFailsTheCycle() {
    FakeCycles cycles = new FakeCycles("binance").work(1);
    loop.runner().failNext(new RuntimeException(new ConflictException("another driver")));
    assertThatThrownBy(() -> loop.run(ONCE, cycles)).isInstanceOf(ConflictException.class);
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void failureDoesNotStopOtherExchanges() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken = new FakeCycles("kraken").work(3);
    assertThatThrownBy(() -> loop.run(ONCE, binance, kraken)).isInstanceOf(ConflictException.class);
    assertThat(kraken.confirmed()).hasSize(3);
  }

  @Test
  void triggeredLoopEndsWhenAnExchangeGivesUp() {
    FakeCycles binance = new FakeCycles("binance").fail(new ConflictException("two drivers"));
    FakeCycles kraken = new FakeCycles("kraken").work(1);
    assertThatThrownBy(() -> loop.run(EVERY_MILLISECOND, binance, kraken))
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
      loop.run(ONCE, cycles);
      assertThat(cycles.confirmed()).hasSize(1);
    } else {
      assertThatThrownBy(() -> loop.run(ONCE, cycles)).isSameAs(failure);
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
    loop.run(settings(true, 2, OnHole.HOLD), cycles);
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
            Duration.ofHours(1),
            2,
            Duration.ofMillis(1),
            Duration.ofHours(1),
            OnHole.HOLD,
            OnFatal.EXIT);
    kraken.thenRun(loop.stop()::request);
    loop.run(patient, binance, kraken);
    assertThat(kraken.confirmed()).hasSize(2);
    assertThat(binance.planned()).isEqualTo(1);
  }
}
