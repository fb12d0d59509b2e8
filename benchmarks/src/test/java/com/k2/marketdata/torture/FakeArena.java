package com.k2.marketdata.torture;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.LogEvent;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Drivers that reach every window at once. Each driver and each event has a number or a name in the
 * list of events. Drivers end with the scripted exit codes, after a signal or at the start.
 */
final class FakeArena implements Arena {
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private final List<String> events = new ArrayList<>();
  private final List<FakeDriver> drivers = new ArrayList<>();
  private final Map<Integer, Integer> endsAtStart = new HashMap<>();
  private final Map<Integer, Integer> endsAfterResume = new HashMap<>();
  private final Map<Integer, Integer> endsWhenPlanning = new HashMap<>();
  private OptionalInt secondsEnd = OptionalInt.empty();
  private IntPredicate commits = number -> true;
  private CheckResult result = new CheckResult(100, 0, 0, 0, 0, List.of());
  private Window window = Window.READING;

  List<String> events() {
    return events;
  }

  /** The driver with this number, from 1, ends at once. */
  FakeArena endsAtStart(int driver, int code) {
    endsAtStart.put(driver, code);
    return this;
  }

  FakeArena endsAfterResume(int driver, int code) {
    endsAfterResume.put(driver, code);
    return this;
  }

  /** The driver with this number ends when its next cycle is awaited. */
  FakeArena endsWhenPlanning(int driver, int code) {
    endsWhenPlanning.put(driver, code);
    return this;
  }

  /** A driver that is started while another one runs, and is not suspended, ends at once. */
  FakeArena secondDriversEnd(int code) {
    secondsEnd = OptionalInt.of(code);
    return this;
  }

  FakeArena commitsOnly(IntPredicate driver) {
    commits = driver;
    return this;
  }

  FakeArena checks(CheckResult checked) {
    result = checked;
    return this;
  }

  FakeArena hits(Window hit) {
    window = hit;
    return this;
  }

  @Override
  public Driver start(Job job, Engine engine) {
    FakeDriver driver = new FakeDriver(drivers.size() + 1, job);
    boolean isSecond = drivers.stream().anyMatch(FakeDriver::isRunning);
    drivers.add(driver);
    driver.event("start " + job.pipeline() + " on " + engine);
    driver.end(endsAtStart);
    if (isSecond && secondsEnd.isPresent()) {
      driver.end(secondsEnd.getAsInt());
    }
    return driver;
  }

  @Override
  public Window windowOf(Driver driver) {
    return window;
  }

  @Override
  public void killDrivers() {
    drivers.stream().filter(driver -> driver.exit.isEmpty()).forEach(FakeDriver::kill);
  }

  @Override
  public void killBroker() {
    events.add("kill broker");
  }

  @Override
  public void restartBroker() {
    events.add("start broker");
  }

  @Override
  public CheckResult check(Setup setup) {
    events.add("check " + setup);
    return result;
  }

  private final class FakeDriver implements Driver {
    private final int number;
    private final Job job;
    private boolean suspended;
    private OptionalInt exit = OptionalInt.empty();

    FakeDriver(int number, Job job) {
      this.number = number;
      this.job = job;
    }

    void event(String event) {
      events.add(number + " " + event);
    }

    void end(Map<Integer, Integer> codes) {
      if (codes.containsKey(number) && exit.isEmpty()) {
        end(codes.get(number));
      }
    }

    void end(int code) {
      event("ends");
      exit = OptionalInt.of(code);
    }

    boolean isRunning() {
      return exit.isEmpty() && !suspended;
    }

    @Override
    public Job job() {
      return job;
    }

    @Override
    public Optional<LogEvent.Planned> cycle() {
      return Optional.empty();
    }

    @Override
    public long commits() {
      return 0;
    }

    @Override
    public boolean awaitWindow(Window awaited, Duration limit) {
      end(endsWhenPlanning);
      return exit.isEmpty();
    }

    @Override
    public boolean awaitCommit(long before, Duration limit) {
      boolean committed = exit.isEmpty() && commits.test(number);
      if (committed) {
        event("commits");
      }
      return committed;
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
      return exit;
    }

    @Override
    public void kill() {
      event("kill");
      exit = OptionalInt.of(KILLED);
    }

    @Override
    public void suspend() {
      event("suspend");
      suspended = true;
    }

    @Override
    public void resume() {
      event("resume");
      suspended = false;
      end(endsAfterResume);
    }

    @Override
    public void stop() {
      event("stop");
      exit = OptionalInt.of(TERMINATED);
    }

    @Override
    public String log() {
      return number + ".log";
    }
  }
}
