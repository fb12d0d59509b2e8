package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.Activity;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.options.WatchdogOptions;
import com.k2.marketdata.testing.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the watchdog reacts to activity, with a fake clock. */
class WatchdogTest {
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir private Path folder;

  private Optional<Activity> activity = Optional.empty();
  private long seconds;
  private int ends;

  @Test
  void stalledPipelineEndsTheProcessOnce() {
    try (LogLines log = LogLines.listen()) {
      Watchdog watchdog = watchdog();
      activity = Optional.of(new Activity(1, "No executor has\nregistered.", true));
      assertThat(secondsUntilEnd(watchdog, 3 * TIMEOUT_SECONDS)).isEqualTo(TIMEOUT_SECONDS + 5);
      assertThat(health())
          .hasContent(
              "unhealthy\npipeline: The pipeline has made no progress for 60 s. No executor"
                  + " has\\nregistered.\n");
      assertThat(log.all())
          .filteredOn(line -> line.contains("exits with code 11"))
          .singleElement()
          .asString()
          .contains("No executor has\\nregistered.");
    }
  }

  @Test
  void progressKeepsTheProcessAlive() {
    Watchdog watchdog = watchdog();
    for (int progress = 0; progress < 10; progress++) {
      activity = Optional.of(new Activity(progress, "slow", true));
      secondsUntilEnd(watchdog, TIMEOUT_SECONDS - 5);
    }
    assertThat(ends).isZero();
  }

  @Test
  void missingPipelineIsNotAStall() {
    Watchdog watchdog = watchdog();
    secondsUntilEnd(watchdog, 10 * TIMEOUT_SECONDS);
    assertThat(ends).isZero();
  }

  @Test
  void incompleteObservationIsOnlyUnhealthy() {
    Watchdog watchdog = watchdog();
    activity = Optional.of(new Activity(1, "who knows", false));
    secondsUntilEnd(watchdog, 2 * TIMEOUT_SECONDS);
    assertThat(ends).isZero();
    assertThat(health()).content().startsWith("unhealthy\n");

    activity = Optional.of(new Activity(2, "who knows", false));
    secondsUntilEnd(watchdog, 5);
    assertThat(health()).hasContent("healthy\n");
  }

  @Test
  void wrongTimeoutIsAUsageError() {
    WatchdogOptions options =
        PipelineOptionsFactory.fromArgs("--stallTimeout=soon").as(WatchdogOptions.class);
    assertThatThrownBy(() -> Watchdog.during(null, options, () -> "never"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--stallTimeout=soon");
  }

  private Watchdog watchdog() {
    return new Watchdog(
        () -> activity,
        Duration.ofSeconds(TIMEOUT_SECONDS),
        new HealthFile(health()),
        () -> ends++);
  }

  private Path health() {
    return folder.resolve("health");
  }

  /** Looks every 5 s. Returns when the process was ended first, or the time if it was not. */
  private int secondsUntilEnd(Watchdog watchdog, int atMost) {
    int ended = atMost;
    for (int passed = 5; passed <= atMost; passed += 5) {
      seconds += 5;
      watchdog.look(TimeUnit.SECONDS.toNanos(seconds));
      if (ends == 1 && ended == atMost) {
        ended = passed;
      }
    }
    assertThat(ends).isLessThanOrEqualTo(1);
    return ended;
  }
}
