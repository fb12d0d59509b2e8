package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A local cluster with the plan {@code lean}, on which trades arrive and jobs are submitted. */
final class BusyCluster implements AutoCloseable {
  private static final String SAMPLE = "binance_rest_trades_gocryptotrader.csv.gz";

  private final Path folder;
  private final SparkDistribution spark;
  private final ClusterStack stack;

  BusyCluster(Path folder) {
    this.folder = folder;
    this.spark =
        new SparkDistribution(
            Path.of("../stock-spark/target/home").toAbsolutePath().normalize(),
            SparkJar.path(),
            List.of());
    this.stack = ClusterStack.start(spark, state(), "lean");
  }

  /** The state folder, with the logs of all servers. */
  Path state() {
    return folder.resolve("state");
  }

  /** The distribution that jobs run on. */
  SparkDistribution spark() {
    return spark;
  }

  /** The settings of the plan's job. */
  SparkSettings settings() {
    return SparkSettings.of(stack.cluster().plan().job("medallion"));
  }

  /** Publishes trades until it is closed. */
  DriverProcess feed() throws IOException {
    Path file = folder.resolve(SAMPLE);
    if (!Files.exists(file)) {
      try (InputStream in = Job.class.getResourceAsStream("/com/k2/marketdata/sample/" + SAMPLE)) {
        Files.copy(in, file);
      }
    }
    DriverProcess feed =
        DriverProcess.start(
            List.of("-Xmx128m"),
            Map.of(),
            K2.class,
            List.of(
                "feed",
                "--exchange=binance",
                "--file=" + file,
                "--rate=200",
                "--repeat=1000",
                "--bootstrap=" + stack.cluster().bootstrap().orElseThrow()));
    long before = messages();
    Await.until("messages arrive", () -> messages() > before, feed::log);
    return feed;
  }

  private long messages() {
    String topic = Exchanges.named("binance").topic();
    return stack.cluster().status().topics().stream()
        .filter(each -> each.name().equals(topic))
        .mapToLong(each -> each.messages())
        .sum();
  }

  /** Starts the plan's job in client mode. */
  DriverProcess run(String... options) {
    List<String> all = new ArrayList<>(List.of("medallion", "--exchange=binance"));
    all.addAll(List.of(options));
    return stack.run(all.toArray(String[]::new));
  }

  /**
   * Submits the plan's job.
   *
   * @param conf settings of Spark that replace those of the plan
   * @param log of spark-submit
   */
  Process submit(DeployMode mode, Map<String, String> conf, Path log, String... options)
      throws IOException {
    SparkSettings settings = settings();
    Map<String, String> all = new TreeMap<>(settings.conf());
    all.putAll(conf);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "medallion",
                "--exchange=binance",
                "--bootstrapServers=" + stack.cluster().bootstrap().orElseThrow(),
                "--catalogConfig=" + stack.cluster().catalogConfig()));
    arguments.addAll(List.of(options));
    SparkSubmitCommand submit =
        new SparkSubmitCommand(
            spark.home(),
            stack.cluster().masterUrl().orElseThrow(),
            mode,
            "com.k2.marketdata.cli.SparkMain",
            spark.jar(),
            spark.plugins(),
            all,
            new LoopbackSpark(spark.home()).environment(settings),
            arguments);
    ProcessBuilder builder = new ProcessBuilder(submit.command()).redirectErrorStream(true);
    builder.environment().putAll(submit.environment());
    return builder.redirectOutput(log.toFile()).start();
  }

  /** Processes all messages that have arrived, and compares the tables with them. */
  void endsExactly() {
    try (DriverProcess last = run()) {
      assertThat(last.exitCode()).as(last::log).isEqualTo(ExitCode.DONE.code());
    }
    isExact();
  }

  /** Compares the tables with all messages that have arrived. */
  void isExact() {
    assertThat(
            stack
                .k2("verify", "--cluster", "--exchange=binance", "--runner=DirectRunner")
                .succeeded()
                .out())
        .contains("Clean: ");
  }

  /** Starts the servers that are not running. */
  void up() {
    stack.cluster().up(Exchanges.all().stream().map(Exchange::topic).toList(), progress -> {});
  }

  ProcessHandle server(String name) {
    long pid =
        stack.cluster().status().components().stream()
            .filter(component -> component.name().equals(name))
            .findFirst()
            .flatMap(Component::pid)
            .orElseThrow();
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** The executors, and the drivers of cluster mode. */
  List<ProcessHandle> onWorkers() {
    return Stream.of("worker-1", "worker-2").flatMap(name -> server(name).children()).toList();
  }

  @Override
  public void close() {
    stack.close();
  }
}
