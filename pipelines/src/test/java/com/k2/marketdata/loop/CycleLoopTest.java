package com.k2.marketdata.loop;

import static com.k2.marketdata.loop.LoopFixture.EVERY_MILLISECOND;
import static com.k2.marketdata.loop.LoopFixture.HOURLY;
import static com.k2.marketdata.loop.LoopFixture.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.k2.marketdata.testing.FakeCycles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns, triggers and stops. */
@Timeout(30)
class CycleLoopTest {
  private final LoopFixture loop = new LoopFixture();

  @Test
  void onceEndsWhenAllAreCaughtUp() {
    FakeCycles binance = new FakeCycles("binance").work(3);
    FakeCycles kraken = new FakeCycles("kraken").work(1);
    loop.run(ONCE, binance, kraken);
    assertThat(binance.confirmed()).containsExactly("binance1", "binance2", "binance3");
    assertThat(kraken.confirmed()).containsExactly("kraken1");
  }

  @Test
  void exchangesTakeTurnsUnderTheJobName() {
    FakeCycles binance = new FakeCycles("binance").work(2);
    FakeCycles kraken = new FakeCycles("kraken").work(2);
    loop.run(ONCE, binance, kraken);
    assertThat(loop.runner().ran())
        .containsExactly(
            "job-binance-binance1",
            "job-kraken-kraken1",
            "job-binance-binance2",
            "job-kraken-kraken2");
  }

  @Test
  void noPipelineIsBuiltWithoutWork() {
    loop.run(ONCE, new FakeCycles("binance"));
    assertThat(loop.runner().ran()).isEmpty();
  }

  @Test
  void triggeredLoopRunsUntilStopped() {
    FakeCycles cycles =
        new FakeCycles("binance").work(1).idle(20).work(1).thenRun(loop.stop()::request);
    loop.run(EVERY_MILLISECOND, cycles);
    assertThat(cycles.confirmed()).hasSize(2);
  }

  @Test
  void stopEndsTheLoopAfterTheRunningCycle() {
    FakeCycles binance = new FakeCycles("binance").work(5);
    FakeCycles kraken = new FakeCycles("kraken").work(5);
    loop.runner().duringNext(loop.stop()::request);
    loop.run(EVERY_MILLISECOND, binance, kraken);
    assertThat(binance.confirmed()).hasSize(1);
    assertThat(kraken.planned()).isZero();
  }

  @Test
  void cycleCancelledByStopIsNotAFailure() {
    FakeCycles cycles = new FakeCycles("binance").work(5);
    loop.runner().duringNext(loop.stop()::request);
    loop.runner().failNext(new RuntimeException("cancelled"));
    assertThatCode(() -> loop.run(EVERY_MILLISECOND, cycles)).doesNotThrowAnyException();
    assertThat(cycles.confirmed()).isEmpty();
  }

  @Test
  void stopInterruptsAWait() {
    FakeCycles cycles = new FakeCycles("binance").thenRun(loop.stop()::request);
    loop.run(HOURLY, cycles);
    assertThat(cycles.planned()).isEqualTo(1);
  }
}
