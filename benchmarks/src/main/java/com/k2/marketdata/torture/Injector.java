package com.k2.marketdata.torture;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Fault;
import com.k2.marketdata.torture.report.Hit;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Injects faults into a crew, and waits until it has recovered. */
final class Injector {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Arena arena;

  Injector(Arena arena) {
    this.arena = arena;
  }

  /**
   * Injects a fault.
   *
   * @throws UnexpectedEndException if a driver ends or does not recover, against expectation
   */
  Hit inject(Crew crew, Fault fault) {
    return switch (fault.kind()) {
      case KILL -> kill(crew, fault);
      case SUSPEND -> suspend(crew, fault);
      case RACE -> race(crew, fault);
      case BROKER -> broker(crew, fault);
    };
  }

  private Hit kill(Crew crew, Fault fault) {
    Driver driver = atWindow(crew, fault);
    driver.kill();
    Window window = arena.windowOf(driver);
    return new Hit(fault, crew.engine(), window, crew.restart(fault.job()));
  }

  private Hit suspend(Crew crew, Fault fault) {
    Driver zombie = atWindow(crew, fault);
    zombie.suspend();
    Window window = arena.windowOf(zombie);
    long begin = System.nanoTime();
    Driver successor = crew.second(fault.job());
    Crew.requireCommit(successor, 0);
    Duration recovery = Crew.since(begin);
    zombie.resume();
    settle(crew, zombie, successor);
    return new Hit(fault, crew.engine(), window, recovery);
  }

  private Hit race(Crew crew, Fault fault) {
    Driver first = atWindow(crew, fault);
    long begin = System.nanoTime();
    settle(crew, first, crew.second(fault.job()));
    return new Hit(fault, crew.engine(), Window.UNKNOWN, Crew.since(begin));
  }

  private Hit broker(Crew crew, Fault fault) {
    Driver driver = atWindow(crew, fault);
    arena.killBroker();
    Window window = arena.windowOf(driver);
    long begin = System.nanoTime();
    arena.restartBroker();
    Crew.requireCommit(driver, driver.commits());
    return new Hit(fault, crew.engine(), window, Crew.since(begin));
  }

  /** The driver, when the time of the fault has come. */
  private static Driver atWindow(Crew crew, Fault fault) {
    Driver driver = crew.driver(fault.job());
    if (!driver.awaitWindow(fault.window(), Crew.PATIENCE)) {
      throw UnexpectedEndException.of(
          driver,
          "reach the window '" + fault.window().description() + "'",
          driver.awaitExit(Duration.ofSeconds(1)));
    }
    sleep(fault.delayMillis());
    return driver;
  }

  /** Waits until one of two drivers has ended with a conflict. The other one joins the crew. */
  private static void settle(Crew crew, Driver one, Driver other) {
    Driver loser = firstToEnd(one, other);
    requireConflict(loser);
    Driver winner = loser == one ? other : one;
    crew.replace(winner);
    // Both may end, each because of a commit of the other one. A cycle that is planned now cannot.
    if (!winner.awaitWindow(Window.READING, Crew.PATIENCE)) {
      requireConflict(winner);
      crew.restart(winner.job());
    }
  }

  private static Driver firstToEnd(Driver one, Driver other) {
    long deadline = System.nanoTime() + Crew.PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (Driver driver : List.of(one, other)) {
        if (driver.awaitExit(GLANCE).isPresent()) {
          return driver;
        }
      }
    }
    return one;
  }

  private static void requireConflict(Driver driver) {
    OptionalInt code = driver.awaitExit(GLANCE);
    if (code.isEmpty() || code.getAsInt() != ExitCode.CONFLICT.code()) {
      throw UnexpectedEndException.of(driver, "end with a conflict", code);
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for a window", e);
    }
  }
}
