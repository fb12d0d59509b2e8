package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Refuses executors that do not fit on any worker, for which Spark only waits. */
final class PackingFindings {
  /** Enough for any number in a message. */
  private static final long MOST = 1 << 30;

  private final ResourcePlan plan;

  private PackingFindings(ResourcePlan plan) {
    this.plan = plan;
  }

  static List<Finding> of(ResourcePlan plan, Packing packing) {
    PackingFindings findings = new PackingFindings(plan);
    return packing.waiting().keySet().stream().map(job -> findings.waiting(job, packing)).toList();
  }

  private Finding waiting(Job job, Packing packing) {
    Executor executor = job.executor();
    String free =
        packing.workers().stream()
            .map(
                worker ->
                    "worker %d has %s and %s"
                        .formatted(
                            worker.number(),
                            cores(worker.coresFree()),
                            new MemorySize(worker.memoryFree())))
            .collect(Collectors.joining(", "));
    int placed = executor.count() - packing.waiting().get(job);
    String message =
        ("%s on the workers. Each needs %s and a heap of %s, but %s free."
                + " Spark would wait without an error.")
            .formatted(
                placed == 0
                    ? "No executor fits"
                    : "Only " + placed + " of " + executor.count() + " executors fit",
                cores(executor.cores()),
                executor.budget().heap(),
                free);
    return new Finding(true, job.name(), message, change());
  }

  private static String cores(int count) {
    return count == 1 ? "1 core" : count + " cores";
  }

  /** Each number of the workers that, changed alone, makes all executors fit. */
  private String change() {
    Workers now = plan.workers();
    int memory = now.memory().megabytes();
    int allMemory = memory + sum(job -> job.executor().budget().heap().megabytes());
    int allCores = now.cores() + sum(job -> job.executor().cores());
    List<String> changes = new ArrayList<>();
    smallest(memory, allMemory, size -> with(now.count(), now.cores(), size))
        .ifPresent(size -> changes.add("workers.memory to " + size + "m"));
    smallest(now.cores(), allCores, cores -> with(now.count(), cores, memory))
        .ifPresent(cores -> changes.add("workers.cores to " + cores));
    smallest(now.count(), now.count() + sum(job -> 1), count -> with(count, now.cores(), memory))
        .ifPresent(count -> changes.add("workers.count to " + count));
    if (!changes.isEmpty()) {
      return "Set " + String.join(", or ", changes) + ".";
    }
    int size =
        smallest(0, allMemory, megabytes -> with(now.count(), allCores, megabytes)).orElseThrow();
    int cores = smallest(0, allCores, count -> with(now.count(), count, size)).orElseThrow();
    return "Set workers.memory to " + size + "m and workers.cores to " + cores + ".";
  }

  /** Adds up a number of every executor. */
  private int sum(ToIntFunction<Job> number) {
    long sum =
        plan.jobs().stream()
            .mapToLong(job -> (long) job.executor().count() * number.applyAsInt(job))
            .sum();
    return (int) Math.min(sum, MOST);
  }

  private Workers with(int count, int cores, int megabytes) {
    Workers now = plan.workers();
    return new Workers(count, cores, new MemorySize(megabytes), now.container(), now.tmpfs());
  }

  /**
   * The smallest value with which all executors fit, by bisection; empty if even the largest is not
   * enough.
   *
   * @param tooSmall a value with which they do not fit
   */
  private OptionalInt smallest(int tooSmall, int largest, IntFunction<Workers> workers) {
    if (!fit(workers.apply(largest))) {
      return OptionalInt.empty();
    }
    int doesNot = tooSmall;
    int fits = largest;
    while (fits - doesNot > 1) {
      int middle = doesNot + (fits - doesNot) / 2;
      if (fit(workers.apply(middle))) {
        fits = middle;
      } else {
        doesNot = middle;
      }
    }
    return OptionalInt.of(fits);
  }

  private boolean fit(Workers workers) {
    return Packing.of(workers, plan.jobs()).fits();
  }
}
