package com.k2.marketdata.cli;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import com.k2.marketdata.stack.StateFolder;
import com.k2.marketdata.stack.cluster.LocalCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A pipeline's run on the local cluster: the command that submits it. */
record ClusterRun(String pipeline, List<String> arguments) {
  /** The main class of K2's jar for Spark: commands that run on Spark by default. */
  private static final String MAIN = SparkMain.class.getName();

  /**
   * The command, with the job of the cluster's plan that runs this pipeline and these exchanges.
   * Arguments that are not given are those of the local cluster.
   *
   * @throws UsageException if the cluster is not running, or an argument is wrong
   */
  SparkSubmitCommand command(SparkDistribution spark) {
    LocalCluster cluster = cluster();
    return command(
        spark,
        cluster.plan(),
        cluster.masterUrl().orElseThrow(),
        cluster.bootstrap().orElseThrow(),
        cluster.catalogConfig());
  }

  /** The command for a cluster with this plan and these addresses. */
  SparkSubmitCommand command(
      SparkDistribution spark,
      ResourcePlan plan,
      String master,
      String bootstrap,
      Path catalogConfig) {
    Job job = job(plan);
    List<String> all = new ArrayList<>(arguments);
    if (!isGiven("--exchange")) {
      all.add("--exchange=" + String.join(",", job.exchanges()));
    }
    if (!isGiven("--bootstrap", "--bootstrapServers", "--kafkaConfig")) {
      all.add("--bootstrapServers=" + bootstrap);
    }
    if (!isGiven("--catalogConfig")) {
      all.add("--catalogConfig=" + catalogConfig);
    }
    if (!isGiven("--maxRecordsPerCycle")) {
      job.maxRecordsPerCycle().ifPresent(records -> all.add("--maxRecordsPerCycle=" + records));
    }
    if (!isGiven("--jobName")) {
      all.add("--jobName=k2-" + job.name());
    }
    // An error is reported before anything is submitted.
    PipelineLauncher.named(pipeline);
    Arguments.parse(TradePipelineOptions.class, all.toArray(String[]::new));
    all.addAll(0, List.of("run", pipeline));
    SparkSettings settings = ClassDataArchive.of(spark).applyTo(SparkSettings.of(job));
    return new SparkSubmitCommand(
        spark.home(),
        master,
        DeployMode.CLIENT,
        MAIN,
        spark.jar(),
        spark.plugins(),
        settings.conf(),
        new LoopbackSpark(spark.home()).environment(settings),
        all);
  }

  private LocalCluster cluster() {
    StateFolder state = StateFolder.at(CatalogSettings.stateFolder(value("--state")));
    return LocalCluster.find(state)
        .filter(cluster -> cluster.masterUrl().isPresent() && cluster.bootstrap().isPresent())
        .orElseThrow(
            () ->
                new UsageException(
                    "The local cluster of %s is not running. Start it with `k2 up --cluster`."
                        .formatted(state)));
  }

  /** The job of a plan that runs this pipeline and all of these exchanges. */
  Job job(ResourcePlan plan) {
    String exchanges = value("--exchange");
    return plan.jobOf(pipeline, exchanges == null ? Set.of() : names(exchanges))
        .orElseThrow(
            () ->
                new UsageException(
                    "The plan %s has no job that runs %s%s. Its jobs are: %s."
                        .formatted(
                            plan.name(),
                            pipeline,
                            exchanges == null ? "" : " of " + exchanges,
                            plan.jobNames())));
  }

  private static Set<String> names(String exchanges) {
    return Set.copyOf(Arrays.asList(exchanges.split(",")));
  }

  private boolean isGiven(String... options) {
    return Arrays.stream(options).anyMatch(option -> value(option) != null);
  }

  private @Nullable String value(String option) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(option + "="))
        .map(argument -> argument.substring(option.length() + 1))
        .findFirst()
        .orElse(null);
  }
}
