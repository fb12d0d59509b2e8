package com.k2.marketdata.soak;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.soak.sample.CycleSample;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The submitted jobs of a plan. */
record RunningJobs(List<SparkJob> jobs) {
  private static final Duration FIRST_CYCLE_WITHIN = Duration.ofMinutes(10);
  private static final Duration STEADY_WITHIN = Duration.ofMinutes(10);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofHours(2);
  private static final Duration GLANCE = Duration.ofMillis(200);

  RunningJobs {
    jobs = List.copyOf(jobs);
  }

  boolean areRunning() {
    return jobs.stream().allMatch(SparkJob::isRunning);
  }

  /** A sentence for each driver that has ended. */
  List<String> ended() {
    return jobs.stream()
        .filter(job -> !job.isRunning())
        .map(
            job ->
                "The driver of %s ended with exit code %d. Its log is %s"
                    .formatted(job.job().name(), job.exitCode(), job.log()))
        .toList();
  }

  /** The cycles of all jobs so far, in the order of time. */
  List<CycleSample> cycles() {
    return jobs.stream()
        .flatMap(job -> job.cycles().stream())
        .sorted(Comparator.comparing(CycleSample::time))
        .toList();
  }

  /** The lines of the logs that report failed cycles. */
  List<String> failures() {
    return jobs.stream().flatMap(job -> job.failures().stream()).toList();
  }

  /** The triggers of all pipelines and exchanges, by the name that the log has for them. */
  Map<String, Duration> triggers() {
    Map<String, Duration> triggers = new TreeMap<>();
    for (SparkJob job : jobs) {
      for (String exchange : job.job().exchanges()) {
        triggers.put(job.job().pipeline() + "-" + exchange, job.job().trigger());
      }
    }
    return triggers;
  }

  /** Whether the jobs have processed this number of messages completely. */
  boolean haveRead(long messages) {
    return cycles().stream()
            .filter(cycle -> !cycle.lane().startsWith("bronze-"))
            .mapToLong(CycleSample::read)
            .sum()
        >= messages;
  }

  /** Waits until each exchange of each job has had a cycle. */
  void awaitFirstCycles() {
    await(
        FIRST_CYCLE_WITHIN,
        "run a cycle of each exchange",
        () ->
            triggers().keySet().stream()
                .allMatch(lane -> cycles().stream().anyMatch(cycle -> cycle.lane().equals(lane))));
  }

  /** Waits until each exchange of each job has read all messages that were there before. */
  void awaitSteady() {
    await(
        STEADY_WITHIN,
        "reach a lag of 0",
        () ->
            triggers().keySet().stream()
                .allMatch(
                    lane ->
                        cycles().stream()
                            .anyMatch(cycle -> cycle.lane().equals(lane) && cycle.lag() == 0)));
  }

  /** Waits until the jobs have processed this number of messages completely. */
  void awaitRead(long messages) {
    await(CAUGHT_UP_WITHIN, "catch up", () -> haveRead(messages));
  }

  private void await(Duration limit, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (!areRunning()) {
        throw new SystemFaultException(
            "A driver ended before it could %s. %s".formatted(what, logs()));
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new SystemFaultException(
            "The jobs did not %s within %d minutes. %s".formatted(what, limit.toMinutes(), logs()));
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  private String logs() {
    return "The logs are "
        + String.join(", ", jobs.stream().map(job -> job.log().toString()).toList());
  }
}
