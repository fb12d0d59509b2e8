package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import com.k2.marketdata.cli.SparkMain;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.MasterPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A local cluster with the plan {@code lean}, on which trades arrive and jobs are submitted. */
final class BusyCluster implements AutoCloseable {
  private final Path folder;
  private final SparkDistribution spark;
  private final ClusterStack stack;

  BusyCluster(Path folder) {
    this.folder = folder;
    this.spark = SparkJar.distribution();
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
  DriverProcess feed(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "feed",
                "--exchange=binance",
                "--file=" + SampleTrades.binance(folder),
                "--rate=200",
                "--repeat=1000",
                "--bootstrap=" + stack.cluster().bootstrap().orElseThrow()));
    arguments.addAll(List.of(options));
    DriverProcess feed = DriverProcess.start(List.of("-Xmx128m"), Map.of(), K2.class, arguments);
    long before = messages();
    Await.until("messages arrive", () -> messages() > before, feed::log);
    return feed;
  }

  private long messages() {
    String topic = Exchanges.named("binance").topic();
    return status().topics().stream()
        .filter(each -> each.name().equals(topic))
        .mapToLong(each -> each.messages())
        .sum();
  }

  /** Starts the plan's job in client mode. */
  DriverProcess run(String... options) {
    return runWith(spark.jar(), options);
  }

  /** Starts the plan's job in client mode, with another jar of K2. */
  DriverProcess runWith(Path jar, String... options) {
    List<String> all = new ArrayList<>(List.of("medallion", "--exchange=binance"));
    all.addAll(List.of(options));
    return stack.runWith(jar, all.toArray(String[]::new));
  }

  /** Waits until a job in client mode has committed this number of cycles. */
  static void awaitCycles(DriverProcess driver, long count) {
    Await.until(
        count + " cycles are committed",
        () -> cycles(driver) >= count || !driver.isAlive(),
        driver::log);
    assertThat(driver.isAlive()).as(driver::log).isTrue();
  }

  /** The number of cycles that a job in client mode has committed. */
  static long cycles(DriverProcess driver) {
    return driver.log().lines().filter(line -> line.contains("medallion-binance cycle=")).count();
  }

  /** Runs another command in this process, such as {@code ledger show --cluster}. */
  K2Run k2(String... arguments) {
    return stack.k2(arguments);
  }

  /**
   * Submits the plan's job.
   *
   * @param conf settings of Spark that replace those of the plan
   */
  DriverProcess submit(DeployMode mode, Map<String, String> conf, String... options) {
    SparkSubmitCommand submit = submission(mode, conf, options);
    return DriverProcess.start(submit.environment(), submit.command());
  }

  /** The command that submits the plan's job; the options may name another catalog. */
  SparkSubmitCommand submission(DeployMode mode, Map<String, String> conf, String... options) {
    SparkSettings settings = settings();
    Map<String, String> all = new TreeMap<>(settings.conf());
    all.putAll(conf);
    List<String> arguments =
        new ArrayList<>(List.of("run", "medallion", "--exchange=binance", bootstrapOption()));
    if (Stream.of(options).noneMatch(option -> option.startsWith("--catalogConfig="))) {
      arguments.add("--catalogConfig=" + catalogConfig());
    }
    arguments.addAll(List.of(options));
    return new SparkSubmitCommand(
        spark.home(),
        masterUrl(),
        mode,
        SparkMain.class.getName(),
        spark.jar(),
        spark.plugins(),
        all,
        new LoopbackSpark(spark.home()).environment(settings),
        arguments);
  }

  /** The option that names the cluster's broker. */
  String bootstrapOption() {
    return "--bootstrapServers=" + stack.cluster().bootstrap().orElseThrow();
  }

  String masterUrl() {
    return stack.cluster().masterUrl().orElseThrow();
  }

  /** The properties of the cluster's catalog, with passwords. */
  Path catalogConfig() {
    return stack.cluster().catalogConfig();
  }

  /** Processes all messages that have arrived, and compares the tables with them. */
  void endsExactly() {
    try (DriverProcess last = run()) {
      assertThat(last.exitCode()).as(last::log).isEqualTo(ExitCode.DONE.code());
    }
    isExact();
  }

  /**
   * Compares the tables with all messages that have arrived.
   *
   * @param options more options of {@code k2 verify}
   */
  void isExact(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--cluster", "--exchange=binance", "--runner=DirectRunner"));
    arguments.addAll(List.of(options));
    assertThat(k2(arguments.toArray(String[]::new)).succeeded().out()).contains("Clean: ");
  }

  /**
   * What processes on the workers have logged.
   *
   * @param kind {@code driver-} for drivers of cluster mode, {@code app-} for executors
   */
  String logs(String kind) {
    StringBuilder logs = new StringBuilder();
    for (String worker : List.of("worker-1", "worker-2")) {
      try (Stream<Path> files = Files.walk(state().resolve("stack/" + worker + "/work"))) {
        for (Path file : files.filter(file -> file.endsWith("stderr")).toList()) {
          logs.append(file.toString().contains("/" + kind) ? Files.readString(file) : "");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return logs.toString();
  }

  /** Starts the servers that are not running. */
  void up() {
    stack.cluster().up(Exchanges.all().stream().map(Exchange::topic).toList(), progress -> {});
  }

  /** Kills a server with SIGKILL, and waits until it is gone. */
  void kill(String name) {
    ProcessHandle server = server(name);
    server.destroyForcibly();
    server.onExit().join();
  }

  private ProcessHandle server(String name) {
    return ProcessHandle.of(component(name).pid().orElseThrow()).orElseThrow();
  }

  /** All servers and applications. */
  StackStatus status() {
    return stack.cluster().status();
  }

  /** The web page of the master. */
  MasterPage masterPage() {
    return new MasterPage(URI.create(component("master").ui().orElseThrow()));
  }

  private Component component(String name) {
    return status().components().stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow();
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
