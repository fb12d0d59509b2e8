package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a stock Spark: the local cluster, with both exchanges in one application. */
class LocalClusterIT {
  private static final int STOPPED_BY_SIGTERM = 143;

  @TempDir private Path folder;
  private SparkDistribution spark;
  private ClusterStack stack;
  private String registry;

  @BeforeEach
  void start() throws IOException {
    spark = SparkJar.distribution();
    stack = ClusterStack.start(spark, folder.resolve("state"), "lean");
    registry =
        stack.cluster().status().components().stream()
            .filter(component -> component.name().equals("registry"))
            .findFirst()
            .flatMap(Component::address)
            .orElseThrow();
    stack
        .k2(
            "feed",
            "--exchange=binance",
            "--file=" + SampleTrades.binance(folder),
            "--registry=" + registry)
        .succeeded();
    stack
        .k2(
            "feed",
            "--exchange=kraken",
            "--format=frames",
            "--file=" + SampleTrades.kraken(folder),
            "--registry=" + registry)
        .succeeded();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void foregroundDriverFillsAllTablesUntilStopped() throws IOException {
    assertServersRun();
    try (DriverProcess driver =
        stack.run("medallion", "--trigger=2s", "--schemaRegistry=" + registry)) {
      driver.awaitLog("silver_kraken_trades as snapshot");
      driver.awaitLog("lag=0");
      assertThat(stack.cluster().status().components())
          .filteredOn(component -> component.name().equals("k2-medallion"))
          .singleElement()
          .satisfies(application -> assertThat(application.ui()).isPresent());

      assertOnlyThisMachineCanConnect(driver);
      Exposed.by(stack.cluster().status(), folder.resolve("state"))
          .has(Exposed.COMMAND_LINES, "CoarseGrainedExecutorBackend", "--catalogConfig=")
          .has(Exposed.RECOVERY, "k2-medallion")
          .has(Exposed.PAGES, "k2-medallion", "worker-20")
          .hasNone(List.of(secrets()));

      driver.stop();

      assertThat(driver.exitCode()).as(driver.log()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(driver.log())
          .contains("spark-submit --master spark://127.0.0.1:")
          .contains("medallion of [binance, kraken] is done: it was asked to stop")
          .doesNotContain(secrets());
    }
    assertNoJarIsCopied();
    assertVerified();
    assertNothingIsLeft();
  }

  private void assertServersRun() {
    StackStatus status = stack.cluster().status();
    assertThat(status.components())
        .extracting(Component::name)
        .containsExactly(
            "kafka", "registry", "store", "postgres", "master", "worker-1", "worker-2");
    assertThat(status.components())
        .extracting(Component::health)
        .containsOnly(StackStatus.Health.RUNNING);
    assertThat(status.components())
        .extracting(component -> component.ui().isPresent())
        .containsExactly(false, false, false, false, true, true, true);
  }

  /** Servers, daemons, executors and the driver. */
  private void assertOnlyThisMachineCanConnect(DriverProcess driver) throws IOException {
    Set<ProcessHandle> processes = new HashSet<>(driver.processes());
    serverPids().stream()
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .forEach(
            server -> {
              processes.add(server);
              server.descendants().forEach(processes::add);
            });
    List<String> addresses = new ArrayList<>();
    for (ProcessHandle process : processes) {
      addresses.addAll(Listeners.of(process.pid()));
    }
    assertThat(addresses).hasSizeGreaterThan(10).allMatch(Listeners::isLoopback);
  }

  private List<Long> serverPids() {
    return stack.cluster().status().components().stream()
        .map(Component::pid)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Executors open K2's jar where it is. */
  private void assertNoJarIsCopied() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state/stack/worker-1/work"))) {
      assertThat(files).isNotEmpty().noneMatch(file -> file.toString().endsWith(".jar"));
    }
  }

  private void assertVerified() {
    assertThat(
            stack
                .k2(
                    "verify",
                    "--cluster",
                    "--contents",
                    "--schemaRegistry=" + registry,
                    "--runner=DirectRunner")
                .succeeded()
                .out())
        .contains("bronze_binance_trades", "silver_kraken_trades", "Clean: ");
  }

  private void assertNothingIsLeft() {
    List<Long> pids = serverPids();
    assertThat(pids).hasSize(7);
    stack.close();
    assertThat(pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream())).isEmpty();
    String marker = folder.resolve("state").toString();
    assertThat(
            ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(marker)))
        .isEmpty();
  }

  /** The passwords in the catalog's properties. */
  private String[] secrets() {
    try (InputStream in = Files.newInputStream(stack.cluster().catalogConfig())) {
      Properties properties = new Properties();
      properties.load(in);
      return new String[] {
        properties.getProperty("jdbc.password"), properties.getProperty("s3.secret-access-key")
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
