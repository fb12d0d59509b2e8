package com.k2.marketdata.loop;

import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.options.SupervisionOptions.OnFatal;
import com.k2.marketdata.testing.FakeCycles;
import com.k2.marketdata.testing.FakeRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Runs a loop over scripted exchanges, and has settings for tests. */
final class LoopFixture {
  /** Allows two failures in a row, which are retried after a millisecond or two. */
  static final LoopSettings ONCE = settings(true, 2, OnHole.EXIT);

  static final LoopSettings EVERY_MILLISECOND = settings(false, 2, OnHole.EXIT);

  /** Every wait of the loop is longer than the test. */
  static final LoopSettings HOURLY =
      new LoopSettings(
          "job",
          false,
          Duration.ofHours(1),
          Duration.ofHours(1),
          2,
          Duration.ofHours(1),
          Duration.ofHours(1),
          OnHole.EXIT,
          OnFatal.EXIT);

  /** Plans hourly, but checks the tables every millisecond. */
  static final LoopSettings ANCHORING =
      new LoopSettings(
          "job",
          false,
          Duration.ofHours(1),
          Duration.ofMillis(1),
          0,
          Duration.ofHours(1),
          Duration.ofHours(1),
          OnHole.HOLD,
          OnFatal.EXIT);

  private final FakeRunner runner = new FakeRunner();
  private @Nullable Path healthFile;
  private final StopSignal stop = new StopSignal();

  static LoopSettings settings(boolean once, int maxFailures, OnHole onHole) {
    return settings(once, maxFailures, onHole, OnFatal.EXIT);
  }

  static LoopSettings settings(boolean once, int maxFailures, OnHole onHole, OnFatal onFatal) {
    return new LoopSettings(
        "job",
        once,
        once ? Duration.ZERO : Duration.ofMillis(1),
        Duration.ofHours(1),
        maxFailures,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        onHole,
        onFatal);
  }

  LoopFixture withHealthFile(Path file) {
    healthFile = file;
    return this;
  }

  FakeRunner runner() {
    return runner;
  }

  StopSignal stop() {
    return stop;
  }

  void run(LoopSettings settings, FakeCycles... exchanges) {
    new CycleLoop(runner, settings, stop, new HealthFile(healthFile), List.of(exchanges)).run();
  }
}
