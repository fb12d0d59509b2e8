package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.stack.process.JavaClassPath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Uuid;

/** A Kafka broker of one node. It keeps all records, whatever their age. */
public final class LocalBroker extends LocalServer {
  private final Map<String, String> overrides;
  private final List<String> options;

  /** The broker of a folder; nothing is started yet. */
  public LocalBroker(Path folder) {
    this(folder, Map.of());
  }

  /**
   * The broker of a folder; nothing is started yet.
   *
   * @param overrides of {@code server.properties}
   */
  public LocalBroker(Path folder, Map<String, String> overrides) {
    this(folder, overrides, List.of());
  }

  /**
   * The broker of a folder; nothing is started yet.
   *
   * @param overrides of {@code server.properties}
   * @param options more options of the JVM
   */
  public LocalBroker(Path folder, Map<String, String> overrides, List<String> options) {
    super("Kafka broker", "kafka", folder);
    this.overrides = Map.copyOf(overrides);
    this.options = List.copyOf(options);
  }

  /** The address for clients, if the broker is running. */
  public Optional<String> bootstrap() {
    return address();
  }

  @Override
  protected String address(int port) {
    return bootstrap(port);
  }

  @Override
  protected void prepare(int port) {
    writeSettings(port);
    if (!Files.exists(data().resolve("meta.properties"))) {
      format();
    }
  }

  @Override
  protected List<String> arguments(int port) {
    List<String> arguments = new ArrayList<>(List.of("-Xmx320m", "-XX:+UseG1GC", logSettings()));
    arguments.addAll(options);
    arguments.addAll(List.of("kafka.Kafka", settingsFile().toString()));
    return arguments;
  }

  @Override
  protected Map<String, String> environment(int port) {
    return Map.of("CLASSPATH", JavaClassPath.current());
  }

  /**
   * A broker that is listed has registered with its controller and serves clients. Another broker
   * has another cluster id.
   */
  @Override
  protected boolean isReady(int port, Duration within) {
    int millis = Math.toIntExact(within.toMillis());
    try (Admin admin = KafkaAdmin.open(bootstrap(port))) {
      DescribeClusterResult cluster =
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis));
      return !cluster.nodes().get().isEmpty() && cluster.clusterId().get().equals(clusterId());
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the Kafka broker", e);
    }
  }

  /** The cluster id that the data folder was formatted with. */
  private String clusterId() {
    Path file = data().resolve("meta.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      return properties.getProperty("cluster.id", "");
    } catch (IOException e) {
      throw new SystemFaultException("Cannot read the broker's cluster id from " + file, e);
    }
  }

  private void writeSettings(int port) {
    int controllerPort = FreePorts.atOrAbove(port + 1);
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://" + bootstrap(port));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", requireOne(data()).toString());
    settings.put("auto.create.topics.enable", "false");
    // There is one node: nothing to replicate to, and no group members to wait for.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After a crash the controller waits this long before it accepts the same broker again.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // Recorded trades are years old: they must be kept, and their age must not roll segments.
    settings.put("log.retention.ms", "-1");
    settings.put("log.roll.ms", Long.toString(Long.MAX_VALUE));
    settings.put("message.max.bytes", Integer.toString(16 << 20));
    // The default of 128 MB would take half of the small heap.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.segment.delete.delay.ms", "1000");
    settings.putAll(overrides);
    try {
      PrivateFiles.createFolders(folder());
      try (OutputStream out = Files.newOutputStream(settingsFile())) {
        // Escapes what Kafka would otherwise read differently, such as umlauts in the folder's
        // path.
        settings.store(out, null);
      }
    } catch (IOException e) {
      throw new SystemFaultException(
          "Cannot write the broker's settings " + settingsFile() + ": " + e, e);
    }
  }

  /** A comma would separate two folders. */
  private static Path requireOne(Path folder) {
    if (folder.toString().contains(",")) {
      throw new UsageException(
          "Kafka cannot keep its data in "
              + folder
              + ", because the path has a comma. Choose another state folder.");
    }
    return folder;
  }

  /** Gives the data folder a cluster id, with Kafka's own tool in a process. */
  private void format() {
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
              settingsFile().toString());
      builder.environment().put("CLASSPATH", JavaClassPath.current());
      builder.redirectErrorStream(true).redirectOutput(log().toFile());
      Process tool = builder.start();
      if (!tool.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
        tool.destroyForcibly();
        throw new SystemFaultException(
            "Cannot format the broker's data folder " + data() + ":\n" + logTail());
      }
    } catch (IOException e) {
      throw new SystemFaultException(
          "Cannot format the broker's data folder " + data() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while formatting the broker's data folder", e);
    }
  }

  private Path data() {
    return folder().resolve("data");
  }

  private Path settingsFile() {
    return folder().resolve("server.properties");
  }

  private static String bootstrap(int port) {
    return HOST + ":" + port;
  }

  private static String logSettings() {
    return "-Dlog4j2.configurationFile=classpath:com/k2/marketdata/stack/broker-log4j2.properties";
  }
}
