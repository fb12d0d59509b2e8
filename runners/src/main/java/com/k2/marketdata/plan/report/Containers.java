package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.Budget;
import com.k2.marketdata.plan.InMemoryFiles;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The containers of a plan: the master's, one per worker, and one per driver. */
final class Containers {
  private Containers() {}

  static List<Container> of(ResourcePlan plan, Packing packing) {
    List<Container> containers = new ArrayList<>();
    containers.add(
        Container.of(
            "master",
            "daemons.container",
            plan.daemons().container(),
            false,
            List.of(daemon("master", plan))));
    for (Packing.Worker worker : packing.workers()) {
      containers.add(worker(plan, worker));
    }
    for (Job job : plan.jobs()) {
      List<Container.Part> parts = new ArrayList<>();
      parts.add(process("driver", job.driver().budget(), job.driver().measured()));
      addFiles(job.driver().tmpfs(), parts);
      containers.add(
          Container.of(
              "driver of " + job.name(),
              "driver.heap + driver.overhead + driver.tmpfs",
              job.driver().container(),
              true,
              parts));
    }
    return containers;
  }

  private static Container worker(ResourcePlan plan, Packing.Worker worker) {
    List<Container.Part> parts = new ArrayList<>();
    parts.add(daemon("daemon", plan));
    for (Job job : worker.executors()) {
      parts.add(
          process("executor of " + job.name(), job.executor().budget(), job.executor().measured()));
    }
    addFiles(plan.workers().tmpfs(), parts);
    return Container.of(
        "worker " + worker.number(), "workers.container", plan.workers().container(), false, parts);
  }

  private static Container.Part daemon(String name, ResourcePlan plan) {
    return process(name, plan.daemons().budget(), plan.daemons().measured());
  }

  private static Container.Part process(String name, Budget budget, Optional<MemorySize> measured) {
    return new Container.Part(
        name,
        budget.heap().megabytes(),
        budget.overhead().megabytes(),
        measured.map(MemorySize::megabytes));
  }

  /** Files in memory count with their full size in measured use, too. */
  private static void addFiles(InMemoryFiles files, List<Container.Part> parts) {
    addFiles("staged jars", files.stagedJars(), parts);
    addFiles("uploads", files.uploads(), parts);
    addFiles("local folders", files.localFolders(), parts);
  }

  private static void addFiles(String name, MemorySize size, List<Container.Part> parts) {
    if (size.megabytes() > 0) {
      parts.add(
          new Container.Part(
              name + " in memory", 0, size.megabytes(), Optional.of(size.megabytes())));
    }
  }
}
