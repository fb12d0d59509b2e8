package com.k2.marketdata.loop;

import static com.k2.marketdata.loop.LoopFixture.HOURLY;
import static com.k2.marketdata.loop.LoopFixture.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.testing.FakeCycles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cycles that do not fit in memory, and those that are small so that they do. */
@Timeout(30)
class CycleLoopMemoryTest {
  private final LoopFixture loop = new LoopFixture();

  @Test
  void cycleThatDoesNotFitIsPlannedSmaller() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1_000).work(8);
    for (int i = 0; i < 7; i++) {
      loop.runner().failNext(outOfMemory());
    }
    loop.run(ONCE, cycles); // allows 2 failures in a row
    assertThat(cycles.confirmed()).containsExactly("binance8");
    assertThat(cycles.offsets()).isEqualTo(7); // 1,000 halved 7 times
    assertThat(cycles.forgotten()).isEqualTo(7);
  }

  @Test
  void singleMessageThatDoesNotFitIsNamed() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1).work(3);
    for (int i = 0; i < 3; i++) {
      loop.runner().failNext(outOfMemory());
    }
    assertThatThrownBy(() -> loop.run(ONCE, cycles))
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
      loop.runner()
          .failNext(
              new RuntimeException(
                  "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
                      + " failure: ExecutorLostFailure (executor 1 exited)"));
    }
    assertThatThrownBy(() -> loop.run(ONCE, cycles)).isInstanceOf(SystemFaultException.class);
    assertThat(cycles.offsets()).isEqualTo(125);
  }

  @Test
  void failedPlanOutOfMemoryIsAnOrdinaryFailure() {
    FakeCycles cycles = new FakeCycles("binance").offsets(1_000);
    for (int i = 0; i < 3; i++) {
      cycles.fail(outOfMemory());
    }
    assertThatThrownBy(() -> loop.run(ONCE, cycles)).isInstanceOf(OutOfMemoryException.class);
    assertThat(cycles.offsets()).isEqualTo(1_000);
  }

  @Test
  void limitedCycleIsFollowedAtOnce() {
    FakeCycles cycles =
        new FakeCycles("binance").limitedWithLag(5).work(3).thenRun(loop.stop()::request);
    loop.run(HOURLY, cycles);
    assertThat(cycles.confirmed()).hasSize(3);
  }

  private static RuntimeException outOfMemory() {
    return new RuntimeException(new OutOfMemoryError("Java heap space"));
  }
}
