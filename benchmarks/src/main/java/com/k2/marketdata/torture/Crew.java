package com.k2.marketdata.torture;

import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.fault.Setup;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The drivers of a setup while they run. Each has committed at least once. */
final class Crew {
  /** A driver starts within seconds; a broker that comes back, or a busy machine, takes longer. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int TERMINATED = 143;

  private final Arena arena;
  private final Engine engine;
  private final Map<Job, Driver> drivers = new EnumMap<>(Job.class);

  private Crew(Arena arena, Engine engine) {
    this.arena = arena;
    this.engine = engine;
  }

  /** Starts the drivers of a setup, one after the other. */
  static Crew start(Arena arena, Setup setup) {
    Crew crew = new Crew(arena, setup.engine());
    setup.layout().jobs().forEach(crew::restart);
    return crew;
  }

  Engine engine() {
    return engine;
  }

  Driver driver(Job job) {
    return drivers.get(job);
  }

  /**
   * Starts another driver of a pipeline, without waiting for it. It does not belong to the crew.
   */
  Driver second(Job job) {
    return arena.start(job, engine);
  }

  /** Starts a driver in place of one that has ended, and returns how long its first commit took. */
  Duration restart(Job job) {
    long begin = System.nanoTime();
    Driver started = arena.start(job, engine);
    replace(started);
    requireCommit(started, 0);
    return since(begin);
  }

  /** A driver takes the place of another one. */
  void replace(Driver by) {
    drivers.put(by.job(), by);
  }

  /** Stops all drivers in an orderly way. */
  void stop() {
    drivers.values().forEach(Driver::stop);
    for (Driver driver : drivers.values()) {
      var code = driver.awaitExit(PATIENCE);
      if (code.isEmpty() || code.getAsInt() != TERMINATED) {
        throw UnexpectedEndException.of(driver, "end after a stop signal", code);
      }
    }
  }

  /** Waits for more commits than these. */
  static void requireCommit(Driver driver, long before) {
    if (!driver.awaitCommit(before, PATIENCE)) {
      throw UnexpectedEndException.of(driver, "commit", driver.awaitExit(Duration.ofSeconds(1)));
    }
  }

  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
