package com.k2.marketdata.plan.report;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arithmetic of a plan and the findings. The names of all components are those of the JSON
 * output; sizes are in megabytes.
 *
 * @param holds whether the plan is accepted, because nothing is refused
 * @param budget of all processes and files in memory
 * @param measured what they used; empty if a process was not measured
 */
public record PlanReport(
    String plan,
    boolean holds,
    int budget,
    Optional<Integer> measured,
    List<Container> containers,
    List<WorkerLoad> workers,
    List<JobLoad> jobs,
    List<Finding> findings) {

  /**
   * What the executors take of a worker.
   *
   * @param executors their jobs, one entry per executor
   */
  public record WorkerLoad(
      int worker, int cores, int coresUsed, int memory, int memoryUsed, List<String> executors) {}

  /** The heap of one executor of a job, and the job's cycles. */
  public record JobLoad(String name, Heap heap, Cycle cycle) {}

  /** Judges a plan. */
  public static PlanReport of(ResourcePlan plan) {
    Packing packing = Packing.of(plan);
    List<Container> containers = Containers.of(plan, packing);
    List<Finding> findings = new ArrayList<>(PackingFindings.of(plan, packing));
    containers.forEach(container -> findings.addAll(ContainerFindings.of(container)));
    plan.jobs().forEach(job -> findings.addAll(JobFindings.of(job)));
    boolean measured = containers.stream().allMatch(each -> each.measured().isPresent());
    return new PlanReport(
        plan.name(),
        findings.stream().noneMatch(Finding::refused),
        containers.stream().mapToInt(Container::budget).sum(),
        measured
            ? Optional.of(containers.stream().mapToInt(each -> each.measured().get()).sum())
            : Optional.empty(),
        containers,
        packing.workers().stream().map(worker -> load(plan, worker)).toList(),
        plan.jobs().stream().map(PlanReport::load).toList(),
        List.copyOf(findings));
  }

  private static WorkerLoad load(ResourcePlan plan, Packing.Worker worker) {
    int cores = plan.workers().cores();
    int memory = plan.workers().memory().megabytes();
    return new WorkerLoad(
        worker.number(),
        cores,
        cores - worker.coresFree(),
        memory,
        memory - worker.memoryFree(),
        worker.executors().stream().map(Job::name).toList());
  }

  private static JobLoad load(Job job) {
    return new JobLoad(job.name(), Heap.of(job.executor()), Cycle.of(job));
  }

  /** A plan that is refused is a usage error. */
  public ExitCode exitCode() {
    return holds ? ExitCode.DONE : ExitCode.USAGE;
  }
}
