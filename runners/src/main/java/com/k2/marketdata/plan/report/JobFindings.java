package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Compares the heaps, the cores and the trigger of a job with what its cycles need. */
final class JobFindings {
  private static final long LONGEST_TRIGGER_SECONDS = 86_400;

  private final List<Finding> findings = new ArrayList<>();
  private final Job job;
  private final Cycle cycle;

  private JobFindings(Job job) {
    this.job = job;
    this.cycle = Cycle.of(job);
  }

  static List<Finding> of(Job job) {
    JobFindings judge = new JobFindings(job);
    judge.smallestHeap("driver", job.driver().budget().heap());
    judge.smallestHeap("executor", job.executor().budget().heap());
    judge.records();
    judge.cores();
    judge.trigger();
    return judge.findings;
  }

  private void smallestHeap(String process, MemorySize heap) {
    if (heap.compareTo(Heap.SMALLEST) < 0) {
      add(
          true,
          "The %s has a heap of %s. A plan requires %s: Spark requires 450 MB, and does not count one"
                  .formatted(process, heap, Heap.SMALLEST)
              + " survivor space.",
          "Set %s.heap to %s.".formatted(process, Heap.SMALLEST.option()));
    }
  }

  private void records() {
    if (cycle.maxRecords() > cycle.safeRecords()) {
      String heap = "executor.heap to " + Heap.smallestFor(job, cycle.maxRecords()).option();
      add(
          true,
          "A cycle has up to %s records, but the executors' heaps have room for %s of %s bytes."
              .formatted(
                  number(cycle.maxRecords()),
                  number(cycle.safeRecords()),
                  number(job.recordBytes())),
          cycle.safeRecords() == 0
              ? "Set " + heap + "."
              : "Set maxRecordsPerCycle to %d, or %s.".formatted(cycle.safeRecords(), heap));
    }
  }

  private void cores() {
    if (cycle.cores() > cycle.partitions()) {
      add(
          false,
          "The executors have %d cores, and a topic has %d partitions. Several tasks will read one"
                  .formatted(cycle.cores(), cycle.partitions())
              + " partition, which makes its broker the limit.",
          "Use at most %d cores, or more partitions.".formatted(cycle.partitions()));
    }
  }

  private void trigger() {
    if (cycle.cycleMs().isEmpty()) {
      return;
    }
    int perSecond = job.measured().orElseThrow().recordsPerSecond();
    if (job.rate() >= perSecond) {
      add(
          true,
          "%s messages arrive per second, but the job processes %s. It would never catch up."
              .formatted(number(job.rate()), number(perSecond)),
          "Give the job more cores, and measure recordsPerSecond again.");
    } else if (cycle.cycleMs().get() > cycle.triggerMs()) {
      OptionalLong trigger = smallestTrigger();
      add(
          true,
          "The cycles of one trigger take %s ms, but the trigger is %s ms."
              .formatted(number(cycle.cycleMs().get()), number(cycle.triggerMs())),
          trigger.isPresent()
              ? "Set trigger to " + trigger.getAsLong() + "s."
              : "Give the job more cores, and measure its cycles again.");
    }
  }

  /** In whole seconds. */
  private OptionalLong smallestTrigger() {
    for (long seconds = cycle.triggerMs() / 1000 + 1;
        seconds <= LONGEST_TRIGGER_SECONDS;
        seconds++) {
      if (Cycle.time(job, job.rate() * seconds) <= seconds * 1000) {
        return OptionalLong.of(seconds);
      }
    }
    return OptionalLong.empty();
  }

  private void add(boolean refused, String message, String change) {
    findings.add(new Finding(refused, job.name(), message, change));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
