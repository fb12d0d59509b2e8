package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places executors on workers as Spark's master does: job by job, one executor at a time, on each
 * worker in turn that has enough cores and memory, the worker with the most free cores first.
 *
 * @param workers in the order of their numbers
 * @param waiting how many executors of a job do not fit. Spark lets them wait without an error
 */
record Packing(List<Worker> workers, Map<Job, Integer> waiting) {

  /**
   * A worker with the jobs of its executors, one entry per executor.
   *
   * @param memoryFree in megabytes
   */
  record Worker(int number, int coresFree, int memoryFree, List<Job> executors) {
    private boolean has(int cores, int memory) {
      return coresFree >= cores && memoryFree >= memory;
    }

    private Worker with(Job job) {
      List<Job> more = new ArrayList<>(executors);
      more.add(job);
      Executor executor = job.executor();
      return new Worker(
          number, coresFree - executor.cores(), memoryFree - memory(job), List.copyOf(more));
    }
  }

  static Packing of(ResourcePlan plan) {
    return of(plan.workers(), plan.jobs());
  }

  static Packing of(Workers offered, List<Job> jobs) {
    List<Worker> workers = new ArrayList<>();
    for (int number = 1; number <= offered.count(); number++) {
      workers.add(new Worker(number, offered.cores(), offered.memory().megabytes(), List.of()));
    }
    Map<Job, Integer> waiting = new LinkedHashMap<>();
    for (Job job : jobs) {
      int left = place(job, workers);
      if (left > 0) {
        waiting.put(job, left);
      }
    }
    return new Packing(List.copyOf(workers), waiting);
  }

  /** Places the executors of a job, and returns how many are left. */
  private static int place(Job job, List<Worker> workers) {
    int cores = job.executor().cores();
    List<Integer> order =
        workers.stream()
            .filter(worker -> worker.has(cores, memory(job)))
            .sorted(Comparator.comparing(Worker::coresFree).reversed())
            .map(worker -> workers.indexOf(worker))
            .toList();
    int left = job.executor().count();
    boolean placed = true;
    while (placed && left > 0) {
      placed = false;
      for (int worker : order) {
        if (left > 0 && workers.get(worker).has(cores, memory(job))) {
          workers.set(worker, workers.get(worker).with(job));
          left--;
          placed = true;
        }
      }
    }
    return left;
  }

  /** What Spark counts of an executor: its heap, in megabytes. */
  private static int memory(Job job) {
    return job.executor().budget().heap().megabytes();
  }

  boolean fits() {
    return waiting.isEmpty();
  }
}
