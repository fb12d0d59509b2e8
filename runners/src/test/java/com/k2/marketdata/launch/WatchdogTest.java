package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.Activity;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.runner.StallTimeout;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.options.WatchdogOptions;
import com.k2.marketdata.testing.LogLines;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the watchdog reacts to activity, with a fake clock. */
class WatchdogTest {
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir private Path folder;

  private Optional<Activity> activity = Optional.empty();
  private long seconds;
  private int haltTimers;
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
    assertThatThrownBy(() -> Watchdog.during(null, options("soon"), () -> "never"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--stallTimeout=soon");
  }

  /** The disk of the health file and the log may be what hangs. */
  @Test
  void haltTimerStartsBeforeAnythingThatMayHang() {
    Watchdog watchdog =
        new Watchdog(
            () -> activity,
            Duration.ofSeconds(TIMEOUT_SECONDS),
            new HealthFile(health()),
            () -> {
              assertThat(Files.exists(health())).isFalse();
              assertThat(ends).isZero();
              haltTimers++;
            },
            () -> ends++);
    activity = Optional.of(new Activity(1, "waits", true));
    secondsUntilEnd(watchdog, 2 * TIMEOUT_SECONDS);
    assertThat(haltTimers).isOne();
    assertThat(ends).isOne();
  }

  @Test
  void failedReportDoesNotPreventTheEnd() throws IOException {
    Path closed;
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("closed.zip"), Map.of("create", "true"))) {
      closed = zip.getPath("/health");
    }
    Watchdog watchdog = watchdog(Duration.ofSeconds(TIMEOUT_SECONDS), closed);
    activity = Optional.of(new Activity(1, "waits", true));
    assertThatThrownBy(() -> secondsUntilEnd(watchdog, 2 * TIMEOUT_SECONDS))
        .isInstanceOf(ClosedFileSystemException.class);
    assertThat(ends).isOne();
  }

  @Test
  void errorDoesNotEndTheWatch() {
    CountDownLatch looks = new CountDownLatch(3);
    Watched failing =
        new Watched(
            () -> {
              looks.countDown();
              throw new NoClassDefFoundError("missing");
            });
    assertThat(Watchdog.during(failing, options("100ms"), () -> reachesZero(looks))).isTrue();
  }

  /** Without looks, the health file of a long pipeline would become old. */
  @Test
  void withoutTimeoutItLooksAndNeverEnds() {
    CountDownLatch looks = new CountDownLatch(1);
    Watched watched =
        new Watched(
            () -> {
              looks.countDown();
              return Optional.empty();
            });
    assertThat(Watchdog.during(watched, options("0s"), () -> reachesZero(looks))).isTrue();

    Watchdog watchdog = watchdog(StallTimeout.of(options("0s")), health());
    activity = Optional.of(new Activity(1, "waits", true));
    secondsUntilEnd(watchdog, 100 * TIMEOUT_SECONDS);
    assertThat(ends + haltTimers).isZero();
    assertThat(health()).doesNotExist();
  }

  private static boolean reachesZero(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WatchdogOptions options(String timeout) {
    return PipelineOptionsFactory.fromArgs("--stallTimeout=" + timeout).as(WatchdogOptions.class);
  }

  private Watchdog watchdog() {
    return watchdog(Duration.ofSeconds(TIMEOUT_SECONDS), health());
  }

  private Watchdog watchdog(Duration timeout, Path file) {
    return new Watchdog(
        () -> activity, timeout, new HealthFile(file), () -> haltTimers++, () -> ends++);
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

  /** A runner that only reports activity. */
  private record Watched(Supplier<Optional<Activity>> observed) implements CycleRunner {
    @Override
    public Optional<Activity> activity() {
      return observed.get();
    }

    @Override
    public Pipeline newPipeline(String jobName) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public Map<String, Long> run(Pipeline pipeline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
