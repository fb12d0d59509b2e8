package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When a number that does not change is a stall. */
class StallDetectorTest {
  private final StallDetector detector =
      new StallDetector(Duration.ofSeconds(180), Duration.ofSeconds(15));
  private long seconds = Long.MAX_VALUE / 2_000_000_000;

  @Test
  void sameNumberForTheTimeoutIsAStall() {
    assertThat(observe(7, 0)).isFalse();
    assertThat(stalledAfter(7, 35)).isFalse();
    assertThat(observe(7, 5)).isTrue();
    assertThat(observe(7, 5)).isTrue();
  }

  @Test
  void changedNumberStartsTheMeasurementAgain() {
    stalledAfter(7, 35);
    assertThat(observe(8, 5)).isFalse();
    assertThat(stalledAfter(8, 35)).isFalse();
    assertThat(observe(8, 5)).isTrue();
  }

  @Test
  void taskOfFiveMinutesWithProgressSurvives() {
    for (int minute = 0; minute < 5; minute++) {
      assertThat(stalledAfter(minute, 12)).isFalse();
    }
  }

  @Test
  void suspensionIsNotAStall() {
    stalledAfter(7, 35);
    assertThat(observe(7, 3_600)).isFalse();
    assertThat(stalledAfter(7, 35)).isFalse();
    assertThat(observe(7, 5)).isTrue();
  }

  @Test
  void idleTimeBetweenPipelinesDoesNotCount() {
    stalledAfter(7, 35);
    detector.reset();
    assertThat(observe(7, 5)).isFalse();
    assertThat(stalledAfter(7, 35)).isFalse();
  }

  @Property
  void onlyUninterruptedTimeCounts(@ForAll @Size(max = 60) List<@IntRange(max = 16) Integer> gaps) {
    StallDetector fresh = new StallDetector(Duration.ofSeconds(180), Duration.ofSeconds(15));
    long now = 0;
    int uninterrupted = 0;
    fresh.isStalled(7, now);
    for (int gap : gaps) {
      now += TimeUnit.SECONDS.toNanos(gap);
      uninterrupted = gap > 15 ? 0 : uninterrupted + gap;
      assertThat(fresh.isStalled(7, now)).isEqualTo(uninterrupted >= 180);
    }
  }

  /** Observes every 5 s. */
  private boolean stalledAfter(long progress, int looks) {
    boolean stalled = false;
    for (int i = 0; i < looks; i++) {
      stalled |= observe(progress, 5);
    }
    return stalled;
  }

  private boolean observe(long progress, long secondsLater) {
    seconds += secondsLater;
    return detector.isStalled(progress, TimeUnit.SECONDS.toNanos(seconds));
  }
}
