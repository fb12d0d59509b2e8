package com.k2.marketdata.soak;

import com.k2.marketdata.avro.registry.SchemaRegistryClient;
import com.k2.marketdata.cli.K2;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.options.settings.SchemaRegistry;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.stack.StateFolder;
import com.k2.marketdata.stack.cluster.ArchivedClasses;
import com.k2.marketdata.stack.cluster.ClusterSpec;
import com.k2.marketdata.stack.cluster.LocalCluster;
import com.k2.marketdata.stack.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The local cluster of a soak, with its topics and schemas, and what runs on it. */
final class SoakStack implements AutoCloseable {
  /** A property of drivers and executors that names their job. */
  static final String JOB = "k2.soak.job";

  /**
   * The heap after a full collection has no garbage. By default three of four collections of the
   * serial collector leave up to 5 % of the old generation, which saves the moving of objects.
   */
  private static final String COMPACT = "-XX:MarkSweepAlwaysCompactCount=1";

  private static final String MAIN = "com.k2.marketdata.cli.SparkMain";
  private static final String HEAP = "-Xmx512m";

  /** Snapshots younger than this do not expire. */
  private static final String MAX_CYCLE_AGE = "10m";

  private final SoakSettings settings;
  private final SparkDistribution spark;
  private final StateFolder state;
  private final LocalCluster cluster;
  private final Path logs;

  /**
   * The stack of a folder; nothing is started yet.
   *
   * @param logs an existing folder
   */
  SoakStack(SoakSettings settings, SparkDistribution spark, Path logs) {
    this.settings = settings;
    this.spark = spark;
    this.logs = logs;
    this.state = StateFolder.at(settings.output().resolve("state"));
    this.cluster =
        new LocalCluster(state, new ClusterSpec(settings.plan().name(), spark.home().toString()));
  }

  /** Starts the servers, and creates the topics and schemas of the plan's exchanges. */
  void start(Consumer<String> progress) {
    state.create();
    cluster.up(exchanges().stream().map(Exchange::topic).toList(), progress);
    new ArchivedClasses(ClassDataArchive.of(spark)).ensure(progress);
  }

  /** The exchanges whose messages the jobs process completely. */
  List<Exchange> exchanges() {
    return settings.plan().jobs().stream()
        .filter(job -> !job.pipeline().equals("bronze"))
        .flatMap(job -> job.exchanges().stream())
        .distinct()
        .map(Exchanges::named)
        .toList();
  }

  /** Registers the raw schemas of the exchanges, and returns their ids by the exchange's name. */
  SortedMap<String, Integer> schemaIds() {
    SchemaRegistryClient client = new SchemaRegistryClient(SchemaRegistry.at(registry()));
    SortedMap<String, Integer> ids = new TreeMap<>();
    for (Exchange exchange : exchanges()) {
      ids.put(exchange.name(), client.register(exchange.topic() + "-value", exchange.rawSchema()));
    }
    return ids;
  }

  ResourcePlan plan() {
    return settings.plan();
  }

  StackStatus status() {
    return cluster.status();
  }

  String bootstrap() {
    return cluster.bootstrap().orElseThrow();
  }

  private String registry() {
    return status().components().stream()
        .filter(component -> component.name().equals("registry"))
        .findFirst()
        .flatMap(Component::address)
        .orElseThrow();
  }

  /** The history of the tables. */
  EmptyHistory history() {
    return new EmptyHistory(
        CatalogSettings.of(
            Arguments.parse(CatalogOptions.class, "--catalogConfig=" + cluster.catalogConfig())),
        new LocalObjectStore(state.component("store")));
  }

  /** Submits a job of the plan, whose JVMs log their collections. */
  SparkJob submit(Job job) {
    SparkSettings submitted =
        ClassDataArchive.of(spark)
            .applyTo(SparkSettings.of(job))
            .withJvmOptions(
                List.of(HeapSample.loggedTo(logs), COMPACT, "-D" + JOB + "=" + job.name()));
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(pipeline(job.pipeline(), job.exchanges()));
    arguments.add("--trigger=" + job.trigger().toMillis() + "ms");
    job.maxRecordsPerCycle().ifPresent(records -> arguments.add("--maxRecordsPerCycle=" + records));
    return SparkJob.submit(
        job,
        new SparkSubmitCommand(
            spark.home(),
            cluster.masterUrl().orElseThrow(),
            DeployMode.CLIENT,
            MAIN,
            spark.jar(),
            spark.plugins(),
            submitted.conf(),
            new LoopbackSpark(spark.home()).environment(submitted),
            arguments),
        logs.resolve("driver-" + job.name() + ".log"));
  }

  /** A pipeline with its exchanges and the addresses of this stack. */
  List<String> pipeline(String name, List<String> exchanges) {
    return List.of(
        name,
        "--exchange=" + String.join(",", exchanges),
        "--schemaRegistry=" + registry(),
        "--bootstrapServers=" + bootstrap(),
        "--maxCycleAge=" + MAX_CYCLE_AGE,
        catalogOption());
  }

  String catalogOption() {
    return "--catalogConfig=" + cluster.catalogConfig();
  }

  /** Starts a command of K2 in a process of its own, with a log. */
  Process k2(String name, List<String> arguments) {
    ProcessBuilder builder =
        ChildJvm.of(List.of(HEAP), K2.class, arguments)
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start k2 " + name + ": " + e, e);
    }
  }

  /** Runs a command of K2 in a process of its own, and returns its exit code. */
  int run(String name, List<String> arguments) {
    Process process = k2(name, arguments);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while k2 " + name + " was running", e);
    } finally {
      process.destroy();
    }
  }

  Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** Stops the servers and deletes their data, unless they are to be kept. */
  @Override
  public void close() {
    if (!settings.keep()) {
      LocalCluster.down(state, line -> {});
      state.wipe();
    }
  }
}
