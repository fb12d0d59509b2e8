package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.report.PlanReport;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import com.k2.marketdata.stack.cluster.ArchivedClasses;
import com.k2.marketdata.stack.cluster.ClusterSpec;
import com.k2.marketdata.stack.cluster.LocalCluster;
import com.k2.marketdata.text.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the local stack in the background. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start the local stack in the background: a Kafka broker with the exchanges' topics.",
      "With --cluster, also a schema registry, an object store, a catalog, and a Spark master and"
          + " workers with the memory and cores of a resource plan.",
      "Components that are running are not changed. If a port is in use, the next free one is used."
    })
final class UpCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  @Option(
      names = "--registry",
      description = "Also start a schema registry. Maven downloads it on first use.")
  private boolean registry;

  @Option(
      names = "--cluster",
      description =
          "Also start a Spark cluster and the servers that its jobs need. Maven downloads them on"
              + " first use, except PostgreSQL: if it is not installed, the catalog is a REST"
              + " server.")
  private boolean cluster;

  @Option(
      names = "--plan",
      paramLabel = "NAME|FILE",
      description =
          "The resource plan of the cluster, as for 'k2 plan'. A plan that it refuses is"
              + " started with a warning. Default: the plan of the last start, or lean.")
  private @Nullable String plan;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    List<String> topics = Exchanges.all().stream().map(Exchange::topic).toList();
    if (cluster) {
      startCluster(topics, out);
    } else if (plan != null) {
      throw new UsageException("--plan=" + plan + " applies only with --cluster.");
    } else {
      state.stack().up(topics, registry, out::println);
    }
  }

  private void startCluster(List<String> topics, PrintWriter out) {
    SparkDistribution spark = SparkDistribution.installed();
    LocalCluster started = cluster(spark.home().toString());
    warning(started.plan()).ifPresent(out::println);
    started.up(topics, out::println);
    new ArchivedClasses(ClassDataArchive.of(spark)).ensure(out::println);
    out.printf(
        "%nThe properties of the catalog are in %s. To run %s and to verify its tables:%n%n",
        started.catalogConfig(),
        started.plan().jobs().size() == 1 ? "a job" : "the jobs, each in a terminal of its own,");
    commands(started.plan()).forEach(out::println);
    out.println("  bin/k2 verify --cluster");
    out.flush();
  }

  /** What runs the jobs of a plan on the cluster, one command for each. */
  static List<String> commands(ResourcePlan plan) {
    return plan.jobs().stream()
        .map(
            job ->
                "  bin/k2 run %s --cluster%s --trigger=%s   # Ctrl-C stops it"
                    .formatted(
                        job.pipeline(),
                        isOnlyOneOf(plan, job) ? "" : exchange(job),
                        Durations.text(job.trigger())))
        .toList();
  }

  private static boolean isOnlyOneOf(ResourcePlan plan, Job job) {
    return plan.jobs().stream().filter(each -> each.pipeline().equals(job.pipeline())).count() == 1;
  }

  private static String exchange(Job job) {
    return " --exchange=" + String.join(",", job.exchanges());
  }

  /** Processes have no containers that limit them, so a plan that is refused may run here. */
  static Optional<String> warning(ResourcePlan plan) {
    if (PlanReport.of(plan).holds()) {
      return Optional.empty();
    }
    return Optional.of(
        "Warning: `bin/k2 plan` refuses the plan %s. Its jobs may wait for executors, or fail."
            .formatted(plan.name()));
  }

  private LocalCluster cluster(String sparkHome) {
    if (plan != null) {
      return new LocalCluster(state.folder(), new ClusterSpec(absolute(plan), sparkHome));
    }
    return LocalCluster.last(state.folder(), sparkHome)
        .orElseGet(() -> new LocalCluster(state.folder(), new ClusterSpec("lean", sparkHome)));
  }

  /** Later commands may have another working directory. */
  private static String absolute(String plan) {
    return ResourcePlan.SHIPPED.contains(plan)
        ? plan
        : Path.of(plan).toAbsolutePath().normalize().toString();
  }
}
