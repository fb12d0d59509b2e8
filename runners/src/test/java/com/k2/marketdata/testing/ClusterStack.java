package com.k2.marketdata.testing;

import com.k2.marketdata.cli.K2;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.stack.StateFolder;
import com.k2.marketdata.stack.cluster.ClusterSpec;
import com.k2.marketdata.stack.cluster.LocalCluster;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A whole local cluster for tests, in a state folder of its own and on free ports. */
public final class ClusterStack implements AutoCloseable {
  private final SparkDistribution spark;
  private final StateFolder state;
  private final LocalCluster cluster;
  private final List<String> progress = new ArrayList<>();

  private ClusterStack(SparkDistribution spark, StateFolder state, String plan) {
    this.spark = spark;
    this.state = state;
    this.cluster = new LocalCluster(state, new ClusterSpec(plan, spark.home().toString()));
  }

  /**
   * Starts all servers, and waits until they are ready.
   *
   * @param folder an empty folder
   * @param plan the name of a shipped plan, or an absolute path
   */
  public static ClusterStack start(SparkDistribution spark, Path folder, String plan) {
    ClusterStack stack = prepare(spark, folder, plan);
    try {
      stack.cluster.up(Exchanges.all().stream().map(Exchange::topic).toList(), stack.progress::add);
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
    return stack;
  }

  /** A cluster with the same parameters that a command will start. */
  public static ClusterStack prepare(SparkDistribution spark, Path folder, String plan) {
    ClusterStack stack = new ClusterStack(spark, StateFolder.at(folder).create(), plan);
    // An interrupted test run must not leave its servers running.
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    stack.preferFreePorts();
    return stack;
  }

  /** The same, on a machine without PostgreSQL: the catalog is a REST server. */
  public static ClusterStack startWithRest(SparkDistribution spark, Path folder, String plan) {
    try {
      // A folder keeps the kind of catalog that it has.
      Files.createDirectories(StateFolder.at(folder).create().component("rest"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(spark, folder, plan);
  }

  /** The cluster. */
  public LocalCluster cluster() {
    return cluster;
  }

  /** One line per step of the start. */
  public List<String> progress() {
    return List.copyOf(progress);
  }

  /** Starts {@code k2 run … --cluster} in a separate process. */
  public DriverProcess run(String... arguments) {
    return runWith(spark.jar(), arguments);
  }

  /** The same, with another jar of K2 for Spark. */
  public DriverProcess runWith(Path jar, String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.add("--cluster");
    return start(jar, all);
  }

  /** Starts a command in a separate process, such as {@code up --cluster}. */
  public DriverProcess start(String... command) {
    return start(spark.jar(), List.of(command));
  }

  private DriverProcess start(Path jar, List<String> command) {
    return DriverProcess.start(
        List.of("-Xmx256m", "-Dk2.spark.home=" + spark.home(), "-Dk2.spark.jar=" + jar),
        Map.of(),
        K2.class,
        Stream.concat(command.stream(), Stream.of(state())).toList());
  }

  /** Runs another command in this process, such as {@code verify --cluster}. */
  public K2Run k2(String... arguments) {
    return K2Run.of(Stream.concat(Stream.of(arguments), Stream.of(state())).toArray(String[]::new));
  }

  /** Stops all servers. */
  @Override
  public void close() {
    LocalCluster.down(state, progress::add);
  }

  private String state() {
    return "--state=" + state.path();
  }

  /** A server prefers the port of its last start, also if there was none. */
  private void preferFreePorts() {
    Stream<String> workers =
        IntStream.rangeClosed(1, cluster.plan().workers().count()).mapToObj(n -> "worker-" + n);
    String catalog = Files.exists(state.component("rest")) ? "rest" : "postgres";
    try {
      LocalServices.linkProgram(state.component("store"));
      for (String server :
          Stream.concat(Stream.of("kafka", "registry", "store", catalog, "master"), workers)
              .toList()) {
        Path folder = Files.createDirectories(state.component(server));
        Files.writeString(
            folder.resolve("process.json"),
            "{\"pid\":" + Long.MAX_VALUE + ",\"port\":" + FreePorts.any() + "}");
        Files.writeString(folder.resolve("ui.port"), Integer.toString(FreePorts.any()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
