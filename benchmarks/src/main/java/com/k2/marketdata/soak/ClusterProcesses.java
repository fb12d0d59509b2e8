package com.k2.marketdata.soak;

import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.SoakProcess;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.StackStatus.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The processes of a soak: drivers, executors, daemons, servers and maintenance. */
final class ClusterProcesses implements Supplier<List<SoakProcess>> {
  private final ResourcePlan plan;
  private final List<SparkJob> jobs;
  private final List<SoakProcess> servers;
  private final List<SoakProcess> daemons;
  private final SoakProcess maintenance;

  /**
   * @param status of the cluster, all of whose servers are running
   */
  ClusterProcesses(
      StackStatus status, ResourcePlan plan, List<SparkJob> jobs, Process maintenance) {
    this.plan = plan;
    this.jobs = List.copyOf(jobs);
    List<SoakProcess> all =
        status.components().stream()
            // The applications, which are listed with the servers, have no process of their own.
            .filter(component -> component.pid().isPresent())
            .map(component -> server(component, plan))
            .toList();
    this.daemons = all.stream().filter(process -> process.kind() == Kind.DAEMON).toList();
    this.servers = all.stream().filter(process -> process.kind() == Kind.OTHER).toList();
    this.maintenance = new SoakProcess("maintenance", Kind.OTHER, maintenance.pid(), 0);
  }

  private static SoakProcess server(Component component, ResourcePlan plan) {
    boolean isDaemon = component.name().equals("master") || component.name().startsWith("worker-");
    return new SoakProcess(
        component.name(),
        isDaemon ? Kind.DAEMON : Kind.OTHER,
        component.pid().orElseThrow(),
        isDaemon ? plan.daemons().container().megabytes() : 0);
  }

  /** Those that were started, whether they run or not, and the executors that run now. */
  @Override
  public List<SoakProcess> get() {
    List<SoakProcess> all = new ArrayList<>();
    jobs.forEach(job -> all.add(job.driver()));
    all.addAll(executors());
    all.addAll(daemons);
    all.addAll(servers);
    all.add(maintenance);
    return all;
  }

  /** The executors that run now, which are children of the workers' daemons. */
  List<SoakProcess> executors() {
    return daemons.stream()
        .flatMap(daemon -> ProcessHandle.of(daemon.pid()).stream())
        .flatMap(ProcessHandle::children)
        .flatMap(child -> executor(child.pid()).stream())
        .toList();
  }

  private Optional<SoakProcess> executor(long pid) {
    List<String> command = command(pid);
    int id = command.indexOf("--executor-id");
    String property = "-D" + SoakStack.JOB + "=";
    return command.stream()
        .filter(argument -> id >= 0 && argument.startsWith(property))
        .map(argument -> argument.substring(property.length()))
        .findFirst()
        .map(
            job ->
                new SoakProcess(
                    "executor " + command.get(id + 1) + " of " + job,
                    Kind.EXECUTOR,
                    pid,
                    plan.job(job).executor().budget().total().megabytes()));
  }

  /** From the kernel, since the JDK leaves out long command lines. */
  private static List<String> command(long pid) {
    try {
      return Arrays.asList(
          Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
