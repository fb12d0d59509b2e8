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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of a local cluster while messages arrive and a job runs every two seconds: the job
 * continues or ends with the right code, and the tables are exact. Prints the seconds that each
 * recovery took.
 */
@Tag("long")
class ClusterFaultsIT {
  private static final String SAMPLE = "binance_rest_trades_gocryptotrader.csv.gz";
  private static final int KILLED = 128 + 9;
  private static final int STOPPED = 128 + 15;

  @TempDir private static Path folder;
  private static SparkDistribution spark;
  private static ClusterStack stack;

  @BeforeAll
  static void start() {
    spark =
        new SparkDistribution(
            Path.of("../stock-spark/target/home").toAbsolutePath().normalize(),
            SparkJar.path(),
            List.of());
    stack = ClusterStack.start(spark, folder.resolve("state"), "lean");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void jobSurvivesItsExecutors() throws IOException {
    try (DriverProcess feed = feed();
        DriverProcess driver = driver()) {
      recovers("an executor is killed", driver, () -> executors().get(0).destroyForcibly());
      recovers(
          "all executors are killed",
          driver,
          () -> executors().forEach(ProcessHandle::destroyForcibly));
      endsExactly(feed, driver);
    }
  }

  @Test
  void jobSurvivesItsWorkers() throws IOException {
    try (DriverProcess feed = feed();
        DriverProcess driver = driver()) {
      recovers("a worker is killed", driver, () -> server("worker-1").destroyForcibly());
      recovers("the worker is started again", driver, ClusterFaultsIT::up);
      endsExactly(feed, driver);
    }
  }

  @Test
  void jobSurvivesItsMaster() throws IOException {
    try (DriverProcess feed = feed();
        DriverProcess driver = driver()) {
      recovers("the master is killed", driver, () -> server("master").destroyForcibly());
      recovers("the master is started again", driver, ClusterFaultsIT::up);
      recovers(
          "the executors are killed after the master",
          driver,
          () -> executors().forEach(ProcessHandle::destroyForcibly));
      endsExactly(feed, driver);
    }
  }

  @Test
  void killedDriverIsStartedAgain() throws IOException {
    try (DriverProcess feed = feed();
        DriverProcess killed = driver()) {
      killed.processes().stream().skip(1).forEach(ProcessHandle::destroyForcibly);
      assertThat(killed.exitCode()).as(killed::log).isEqualTo(KILLED);
      long begin = System.nanoTime();
      try (DriverProcess driver = driver()) {
        print("the driver is killed", begin);
        endsExactly(feed, driver);
      }
    }
  }

  @Test
  void executorsThatDieAtTheirStartEndTheDriver() throws Exception {
    try (DriverProcess feed = feed()) {
      feed.kill();
    }
    long begin = System.nanoTime();
    Process submission =
        submit(Map.of("spark.executor.extraJavaOptions", "-XX:MaxMetaspaceSize=1m"));
    try {
      assertThat(submission.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(submission.exitValue())
          .as(Files.readString(submissionLog()))
          .isIn(ExitCode.SYSTEM_FAULT.code(), ExitCode.STALLED.code());
      print("executors die at their start: the driver ends", begin);
    } finally {
      submission.destroyForcibly();
    }
  }

  /** Publishes trades until it is closed. */
  private static DriverProcess feed() throws IOException {
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

  private static long messages() {
    String topic = Exchanges.named("binance").topic();
    return stack.cluster().status().topics().stream()
        .filter(each -> each.name().equals(topic))
        .mapToLong(each -> each.messages())
        .sum();
  }

  /** Starts the plan's job, and waits for its first cycles. */
  private static DriverProcess driver() {
    DriverProcess driver = stack.run("medallion", "--trigger=2s", "--exchange=binance");
    awaitCycles(driver, 2);
    return driver;
  }

  /** The job commits two more cycles after a fault. */
  private static void recovers(String what, DriverProcess driver, Runnable fault) {
    long begin = System.nanoTime();
    long before = cycles(driver);
    fault.run();
    awaitCycles(driver, before + 2);
    print(what, begin);
  }

  private static void awaitCycles(DriverProcess driver, long count) {
    Await.until(
        count + " cycles are committed",
        () -> cycles(driver) >= count || !driver.isAlive(),
        driver::log);
    assertThat(driver.isAlive()).as(driver::log).isTrue();
  }

  private static long cycles(DriverProcess driver) {
    return driver.log().lines().filter(line -> line.contains("medallion-binance cycle=")).count();
  }

  /** Stops everything, processes what is left, and verifies the tables. */
  private static void endsExactly(DriverProcess feed, DriverProcess driver) {
    feed.kill();
    driver.stop();
    assertThat(driver.exitCode()).as(driver::log).isEqualTo(STOPPED);
    try (DriverProcess last = stack.run("medallion", "--exchange=binance")) {
      assertThat(last.exitCode()).as(last::log).isEqualTo(ExitCode.DONE.code());
    }
    assertThat(
            stack
                .k2("verify", "--cluster", "--exchange=binance", "--runner=DirectRunner")
                .succeeded()
                .out())
        .contains("Clean: ");
  }

  private static void up() {
    stack.cluster().up(Exchanges.all().stream().map(Exchange::topic).toList(), progress -> {});
  }

  private static ProcessHandle server(String name) {
    long pid =
        stack.cluster().status().components().stream()
            .filter(component -> component.name().equals(name))
            .findFirst()
            .flatMap(Component::pid)
            .orElseThrow();
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static List<ProcessHandle> executors() {
    return Stream.of("worker-1", "worker-2").flatMap(name -> server(name).children()).toList();
  }

  private static Process submit(Map<String, String> settings) throws IOException {
    SparkSettings of = SparkSettings.of(stack.cluster().plan().job("medallion"));
    Map<String, String> conf = new TreeMap<>(of.conf());
    conf.putAll(settings);
    SparkSubmitCommand submit =
        new SparkSubmitCommand(
            spark.home(),
            stack.cluster().masterUrl().orElseThrow(),
            DeployMode.CLIENT,
            "com.k2.marketdata.cli.SparkMain",
            spark.jar(),
            List.of(),
            conf,
            new LoopbackSpark(spark.home()).environment(of),
            List.of(
                "run",
                "medallion",
                "--exchange=binance",
                "--bootstrapServers=" + stack.cluster().bootstrap().orElseThrow(),
                "--catalogConfig=" + stack.cluster().catalogConfig()));
    ProcessBuilder builder = new ProcessBuilder(submit.command()).redirectErrorStream(true);
    builder.environment().putAll(submit.environment());
    return builder.redirectOutput(submissionLog().toFile()).start();
  }

  private static Path submissionLog() {
    return folder.resolve("submit.log");
  }

  private static void print(String what, long begin) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
  }
}
