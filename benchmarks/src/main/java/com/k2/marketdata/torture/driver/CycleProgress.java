package com.k2.marketdata.torture.driver;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How far a driver is, from the lines of its log. Thread-safe. */
final class CycleProgress {
  private final Job job;
  private final Map<Window, Long> opened = new EnumMap<>(Window.class);
  private LogEvent.@Nullable Planned cycle;
  private long commits;
  private boolean ended;

  CycleProgress(Job job) {
    this.job = job;
  }

  /** Takes the next line of the log. */
  synchronized void accept(String line) {
    LogEvent.parse(line).ifPresent(this::accept);
  }

  private void accept(LogEvent event) {
    if (event instanceof LogEvent.Committed commit && !isOfCycle(commit)) {
      return; // a new table's first position, or the dead letters of a cycle that was interrupted
    }
    job.openedBy(event).ifPresent(window -> opened.merge(window, 1L, Long::sum));
    if (event instanceof LogEvent.Planned planned) {
      cycle = planned;
    } else if (event instanceof LogEvent.Committed) {
      commits++;
    } else {
      cycle = null;
    }
    notifyAll();
  }

  private boolean isOfCycle(LogEvent.Committed commit) {
    return cycle != null && cycle.cycle().equals(commit.cycle());
  }

  /** The log is complete, because the process has ended. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The cycle that was planned and is not confirmed. */
  synchronized Optional<LogEvent.Planned> cycle() {
    return Optional.ofNullable(cycle);
  }

  /** The number of commits to tables. */
  synchronized long commits() {
    return commits;
  }

  /** Waits until a window opens; false if the driver ended or the time is over. */
  synchronized boolean awaitWindow(Window window, Duration limit) {
    long before = opened.getOrDefault(window, 0L);
    return await(() -> opened.getOrDefault(window, 0L) > before, limit);
  }

  /** Waits for more commits than these; false if the driver ended or the time is over. */
  synchronized boolean awaitCommit(long before, Duration limit) {
    return await(() -> commits > before, limit);
  }

  /** Waits until the log is complete. */
  synchronized boolean awaitEnd(Duration limit) {
    return await(() -> ended, limit);
  }

  private boolean await(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean() && !ended) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return condition.getAsBoolean();
  }
}
