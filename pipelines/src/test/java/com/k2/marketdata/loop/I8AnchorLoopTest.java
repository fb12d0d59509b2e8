package com.k2.marketdata.loop;

import static com.k2.marketdata.loop.LoopFixture.ANCHORING;
import static com.k2.marketdata.loop.LoopFixture.HOURLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.testing.FakeCycles;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** I8: a running job anchors its tables at an interval, also between two distant cycles. */
@Timeout(30)
class I8AnchorLoopTest {
  private final LoopFixture loop = new LoopFixture();

  @Test
  void tablesAreAnchoredBetweenDistantPlans() {
    FakeCycles binance = new FakeCycles("binance");
    binance.onAnchor(() -> stopAt(binance, 5));
    FakeCycles kraken = new FakeCycles("kraken");
    loop.run(ANCHORING, binance, kraken);
    assertThat(binance.planned()).isEqualTo(1);
    assertThat(kraken.anchored()).isPositive();
  }

  @Test
  void nothingIsAnchoredBeforeTheInterval() {
    FakeCycles cycles = new FakeCycles("binance").thenRun(loop.stop()::request);
    loop.run(HOURLY, cycles);
    assertThat(cycles.anchored()).isZero();
  }

  @Test
  void lostPositionHoldsTheExchange() {
    FakeCycles binance = new FakeCycles("binance");
    FakeCycles kraken = new FakeCycles("kraken");
    binance.onAnchor(
        () -> {
          throw new HoleException("lost");
        });
    kraken.onAnchor(() -> stopAt(kraken, 3));
    loop.run(ANCHORING, binance, kraken);
    assertThat(binance.forgotten()).isPositive();
  }

  @Test
  void failureToAnchorIsTheExchangesFailure() {
    FakeCycles cycles = new FakeCycles("binance");
    UsageException failure = new UsageException("not allowed");
    cycles.onAnchor(
        () -> {
          throw failure;
        });
    assertThatThrownBy(() -> loop.run(ANCHORING, cycles)).isSameAs(failure);
  }

  @Test
  void timerIsDueOneIntervalAfterEachRestart() {
    AtomicLong now = new AtomicLong(-5);
    AnchorTimer timer = new AnchorTimer(Duration.ofMinutes(10), now::get);
    assertThat(timer.isDue()).isFalse();
    now.addAndGet(TimeUnit.MINUTES.toNanos(9));
    assertThat(timer.nanosLeft()).isEqualTo(TimeUnit.MINUTES.toNanos(1));
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(timer.isDue()).isTrue();
    timer.restart();
    assertThat(timer.isDue()).isFalse();
  }

  private void stopAt(FakeCycles cycles, int anchored) {
    if (cycles.anchored() == anchored) {
      loop.stop().request();
    }
  }
}
