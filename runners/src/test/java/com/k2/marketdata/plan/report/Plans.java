package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Budget;
import com.k2.marketdata.plan.Daemons;
import com.k2.marketdata.plan.Driver;
import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.InMemoryFiles;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MeasuredCycle;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Plans that hold, for tests that change one number of them. */
final class Plans {
  private Plans() {}

  static ResourcePlan plan(Workers workers, Job... jobs) {
    return new ResourcePlan("test", workers, daemons(), List.of(jobs));
  }

  static Workers workers(int count, int cores, int memory, int container) {
    return new Workers(
        count, cores, new MemorySize(memory), new MemorySize(container), InMemoryFiles.NONE);
  }

  static Daemons daemons() {
    return new Daemons(budget(64, 96), new MemorySize(256), Optional.empty());
  }

  static Job job(String name, Executor executor) {
    return job(name, executor, OptionalLong.empty(), Optional.empty());
  }

  static Job job(
      String name, Executor executor, OptionalLong maxRecords, Optional<MeasuredCycle> measured) {
    return new Job(
        name,
        "bronze",
        List.of("binance"),
        6,
        new Driver(budget(480, 192), InMemoryFiles.NONE, Optional.empty()),
        executor,
        1000,
        200,
        Duration.ofSeconds(10),
        maxRecords,
        measured);
  }

  static Executor executor(int count, int cores, int heap) {
    return new Executor(budget(heap, 256), cores, count, Optional.empty());
  }

  private static Budget budget(int heap, int overhead) {
    return new Budget(new MemorySize(heap), new MemorySize(overhead));
  }
}
