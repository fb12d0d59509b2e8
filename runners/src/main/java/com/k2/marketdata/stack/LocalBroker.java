package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker of one node as a process of its own: its data and its log lie in one folder, and
 * it can be stopped, killed and started again on the same port with the same data.
 */
public final class LocalBroker {
  private static final String HOST = "127.0.0.1";
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final BackgroundProcess process;
  private final Map<String, String> overrides;

  /** The broker that lives in a folder; nothing is started yet. */
  public LocalBroker(Path folder) {
    this(folder, Map.of());
  }

  /**
   * The broker that lives in a folder.
   *
   * @param overrides of {@code server.properties}
   */
  public LocalBroker(Path folder, Map<String, String> overrides) {
    this.process = new BackgroundProcess("kafka", folder.toAbsolutePath().normalize());
    this.overrides = Map.copyOf(overrides);
  }

  /** Starts the broker on a port that is free, and waits until it serves clients. */
  public void start(int port) {
    if (process.running().isPresent()) {
      throw new IllegalStateException("The broker in " + process.folder() + " runs already");
    }
    Path settings = writeSettings(port);
    if (!Files.exists(data().resolve("meta.properties"))) {
      format(settings);
    }
    process.start(
        List.of("-Xmx320m", "-XX:+UseG1GC", logSettings(), "kafka.Kafka", settings.toString()),
        Map.of("CLASSPATH", JavaClassPath.current()),
        port);
    awaitReady(port);
  }

  /** Asks the broker to end, and waits for that. */
  public boolean stop() {
    return process.stop();
  }

  /** Ends the broker at once, as a crash does. */
  public boolean kill() {
    return process.kill();
  }

  /** What clients connect to, if the broker's process lives. */
  public Optional<String> bootstrap() {
    return process.running().map(entry -> bootstrap(entry.port()));
  }

  /** The port of the last start, if there was one. */
  public Optional<Integer> lastPort() {
    return process.entry().map(BackgroundProcess.Entry::port);
  }

  /** The process id, if the broker's process lives. */
  public Optional<Long> pid() {
    return process.running().map(BackgroundProcess.Entry::pid);
  }

  /** Where the broker's output goes. */
  public Path log() {
    return process.log();
  }

  /** Whether the broker answers within a time. */
  public boolean isHealthy(Duration within) {
    return bootstrap()
        .map(
            bootstrap -> {
              try (Admin admin = KafkaAdmin.open(bootstrap)) {
                return answers(admin, within);
              }
            })
        .orElse(false);
  }

  private void awaitReady(int port) {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    try (Admin admin = KafkaAdmin.open(bootstrap(port))) {
      while (!answers(admin, Duration.ofSeconds(1))) {
        if (process.running().isEmpty()) {
          throw new SystemFaultException(
              "The Kafka broker ended while it started; its log "
                  + log()
                  + " ends with:\n"
                  + process.logTail());
        }
        if (Instant.now().isAfter(deadline)) {
          throw new SystemFaultException(
              "The Kafka broker does not answer on port "
                  + port
                  + " after "
                  + READY_WITHIN.toSeconds()
                  + " s; see its log "
                  + log());
        }
      }
    }
  }

  /** A broker that is listed has registered with its controller and serves clients. */
  private static boolean answers(Admin admin, Duration within) {
    int millis = Math.toIntExact(within.toMillis());
    try {
      return !admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(millis))
          .nodes()
          .get()
          .isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the Kafka broker", e);
    }
  }

  private Path writeSettings(int port) {
    int controllerPort = FreePorts.atOrAbove(port + 1);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + bootstrap(port));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", data().toString());
    settings.put("auto.create.topics.enable", "false");
    // One node: nothing to replicate to, and no member of a group to wait for.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After a crash the controller waits this long before it takes the same broker in again.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // Recorded trades are years old and must stay; nor may their age cut segments short.
    settings.put("log.retention.ms", "-1");
    settings.put("log.roll.ms", Long.toString(Long.MAX_VALUE));
    settings.put("message.max.bytes", Integer.toString(16 << 20));
    // The default of 128 MB would fill half of the small heap.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.segment.delete.delay.ms", "1000");
    settings.putAll(overrides);
    try {
      Files.createDirectories(process.folder());
      return Files.writeString(
          process.folder().resolve("server.properties"),
          settings.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the broker's settings", e);
    }
  }

  /** Gives the data folder its cluster id; Kafka's own tool does so, in a process of its own. */
  private void format(Path settings) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx128m",
              "-XX:TieredStopAtLevel=1",
              logSettings(),
              "kafka.tools.StorageTool",
              "format",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              settings.toString());
      builder.environment().put("CLASSPATH", JavaClassPath.current());
      builder.redirectErrorStream(true).redirectOutput(log().toFile());
      Process tool = builder.start();
      if (!tool.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
        tool.destroyForcibly();
        throw new SystemFaultException(
            "Cannot format the broker's data folder " + data() + ":\n" + process.logTail());
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot format the broker's data folder: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while formatting the broker's data folder", e);
    }
  }

  private Path data() {
    return process.folder().resolve("data");
  }

  private static String bootstrap(int port) {
    return HOST + ":" + port;
  }

  private static String logSettings() {
    return "-Dlog4j2.configurationFile=classpath:com/k2/marketdata/stack/broker-log4j2.properties";
  }
}
