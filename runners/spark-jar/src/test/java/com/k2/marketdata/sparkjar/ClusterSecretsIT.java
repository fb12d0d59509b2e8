package com.k2.marketdata.sparkjar;

import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.MasterPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of {@code --catalogConfig}, {@code --kafkaConfig} and the driver's environment reach the
 * executors, and nothing that Spark shows or stores.
 */
@Tag("long")
class ClusterSecretsIT {
  private static final String EVENT_LOG = "event log of the application";
  private static final String KAFKA_PASSWORD = "kafka-password-0815";
  private static final String REGISTRY_PASSWORD = "registry-password-4711";

  /** Logged after each cycle, whose tasks have used the secrets. */
  private static final String COMMITTED = "medallion-binance cycle=";

  @TempDir private Path folder;
  private BusyCluster cluster;
  private Properties catalog;
  private Path events;

  @BeforeEach
  void start() throws IOException {
    cluster = new BusyCluster(folder);
    try (DriverProcess feed = cluster.feed()) {
      feed.kill();
    }
    catalog = new Properties();
    try (InputStream in = Files.newInputStream(cluster.catalogConfig())) {
      catalog.load(in);
    }
    events = Files.createDirectories(folder.resolve("events"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void clientModeShowsAndStoresNoSecret() throws IOException {
    SparkSubmitCommand submit =
        cluster.submission(
            DeployMode.CLIENT,
            shown(),
            "--trigger=1h",
            "--catalogConfig=" + catalogFile("${env:K2_TEST_PG}", "${env:K2_TEST_S3}"),
            "--kafkaConfig=" + kafkaFile("${env:K2_TEST_KAFKA}"));
    Map<String, String> environment = new HashMap<>(submit.environment());
    environment.put("K2_TEST_PG", catalog.getProperty("jdbc.password"));
    environment.put("K2_TEST_S3", catalog.getProperty("s3.secret-access-key"));
    environment.put("K2_TEST_KAFKA", KAFKA_PASSWORD);
    environment.put("K2_SCHEMA_REGISTRY_USER_INFO", "k2:" + REGISTRY_PASSWORD);
    try (DriverProcess driver = DriverProcess.start(environment, submit.command())) {
      driver.awaitLog(COMMITTED);

      Exposed.by(cluster.status(), cluster.state())
          .with(EVENT_LOG, Exposed.files(events))
          .has(Exposed.COMMAND_LINES, "CoarseGrainedExecutorBackend", "--catalogConfig=")
          .has(Exposed.RECOVERY, "k2-medallion", "CoarseGrainedExecutorBackend")
          .has(Exposed.WORKERS, "CoarseGrainedExecutorBackend")
          .has(Exposed.PAGES, "k2-medallion", "Spark Properties", "worker_")
          .has(EVENT_LOG, "spark.app.name")
          .with("log of the driver", driver.log())
          .hasNone(secrets());
    }
  }

  /** As the documents advise: {@code env -i} removes the secret of the shell. */
  @Test
  void clusterModeShowsAndStoresNoSecret() throws IOException {
    SparkSubmitCommand submit =
        cluster.submission(
            DeployMode.CLUSTER,
            shown(),
            "--trigger=1h",
            "--catalogConfig="
                + catalogFile(
                    catalog.getProperty("jdbc.password"),
                    catalog.getProperty("s3.secret-access-key")),
            "--kafkaConfig=" + kafkaFile(KAFKA_PASSWORD));
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    for (String name : List.of("PATH", "HOME")) {
      command.add(name + "=" + System.getenv(name));
    }
    submit.environment().forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(submit.command());
    Map<String, String> shell = Map.of("K2_SCHEMA_REGISTRY_USER_INFO", "k2:" + REGISTRY_PASSWORD);
    try (DriverProcess submission = DriverProcess.start(shell, command)) {
      Await.until(
          "a cycle is committed",
          () -> cluster.logs("driver-").contains(COMMITTED),
          () -> submission.log() + cluster.logs("driver-"));

      Exposed.by(cluster.status(), cluster.state())
          .with(EVENT_LOG, Exposed.files(events))
          .has(Exposed.COMMAND_LINES, "DriverWrapper", "--catalogConfig=")
          // The environment of the submission is in the folder.
          .has(Exposed.RECOVERY, "SPARK_LOCAL_IP", "--kafkaConfig=")
          .has(Exposed.WORKERS, COMMITTED)
          .has(Exposed.PAGES, "k2-medallion", "Spark Properties", "driver-")
          .has(EVENT_LOG, "spark.app.name")
          .hasNone(secrets());
      cluster.masterPage().kill(MasterPage.Kind.DRIVER);
    }
  }

  /** Spark shows all that it can. */
  private Map<String, String> shown() {
    return Map.of(
        "spark.ui.enabled", "true",
        "spark.ui.port", "0",
        "spark.eventLog.enabled", "true",
        "spark.eventLog.dir", events.toUri().toString());
  }

  private Path catalogFile(String password, String key) throws IOException {
    Properties properties = new Properties();
    properties.putAll(catalog);
    properties.put("jdbc.password", password);
    properties.put("s3.secret-access-key", key);
    Path file = folder.resolve("catalog.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  /** Kafka's consumers parse the value, and do not use it without SASL. */
  private Path kafkaFile(String password) throws IOException {
    return Files.writeString(
        folder.resolve("kafka.properties"),
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"k2\" password=\""
            + password
            + "\";");
  }

  private List<String> secrets() {
    return List.of(
        catalog.getProperty("jdbc.password"),
        catalog.getProperty("s3.secret-access-key"),
        KAFKA_PASSWORD,
        REGISTRY_PASSWORD);
  }
}
