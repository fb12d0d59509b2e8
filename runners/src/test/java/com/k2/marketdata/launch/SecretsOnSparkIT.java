package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.cli.K2;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LocalServices;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.SparkHome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets from the files of {@code --catalogConfig} and {@code --kafkaConfig}, and from the
 * environment that these refer to, reach executors but nothing that Spark shows or stores.
 */
class SecretsOnSparkIT {
  private static final String KAFKA_PASSWORD = "kafka-password-0815";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();
  @AutoClose private static final LocalServices services = LocalServices.start();

  private static final Map<String, String> POSTGRES = services.newDatabase("secrets");

  @TempDir private Path folder;

  @Test
  void sparkShowsAndStoresNoSecret() throws Exception {
    SparkHome home = SparkHome.in(folder.resolve("spark"));
    Path events = Files.createDirectories(folder.resolve("events"));
    int ui = FreePorts.any();
    List<String> jvm =
        List.of(
            "-Xmx512m",
            "-Dspark.ui.enabled=true",
            "-Dspark.ui.port=" + ui,
            "-Dspark.eventLog.enabled=true",
            "-Dspark.eventLog.dir=" + events.toUri());
    Map<String, String> environment = new HashMap<>(home.environment());
    environment.put("K2_TEST_PG", POSTGRES.get("jdbc.password"));
    environment.put("K2_TEST_KAFKA", KAFKA_PASSWORD);
    try (PublishedTrades published =
            PublishedTrades.on(kafka, "binance", "trades", 2).publish(100);
        DriverProcess driver =
            DriverProcess.start(jvm, environment, K2.class, arguments(published, home))) {
      driver.awaitLog("starts on");
      driver.awaitLog("lag=0");

      assertThat(services.object("secrets")).isNotEmptyDirectory();
      requireNoSecret("command lines", commandLines(driver));
      requireNoSecret("environment", environmentOfTheUi(ui));
      requireNoSecret("page", get("http://127.0.0.1:" + ui + "/environment/"));
      requireNoSecret("event log", contents(events, "spark.app.name"));
      requireNoSecret("folders of executors", contents(home.folder().resolve("work"), "Executor"));
      requireNoSecret("log of the driver", driver.log());
    }
  }

  private List<String> arguments(PublishedTrades published, SparkHome home) throws IOException {
    Map<String, String> catalog = new HashMap<>(POSTGRES);
    catalog.put("jdbc.password", "${env:K2_TEST_PG}");
    catalog.putAll(services.store("secrets"));
    Path catalogFile = folder.resolve("catalog.properties");
    Files.write(catalogFile, catalog.entrySet().stream().map(Object::toString).toList());
    Path kafkaFile = folder.resolve("kafka.properties");
    Files.writeString(
        kafkaFile,
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"k2\" password=\"${env:K2_TEST_KAFKA}\";");
    return List.of(
        "run",
        "medallion",
        "--runner=SparkRunner",
        "--sparkMaster=local-cluster[1,1,1024]",
        home.filesToStage(),
        "--exchange=binance",
        "--topic=" + published.topic(),
        "--bootstrap=" + kafka.bootstrap(),
        "--catalogConfig=" + catalogFile,
        "--kafkaConfig=" + kafkaFile,
        "--namespace=secrets",
        "--trigger=1s");
  }

  private static String commandLines(DriverProcess driver) throws IOException {
    StringBuilder all = new StringBuilder();
    for (ProcessHandle process : driver.processes()) {
      all.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
    }
    assertThat(all).contains("CoarseGrainedExecutorBackend", "--catalogConfig=");
    return all.toString();
  }

  private static String environmentOfTheUi(int port) throws Exception {
    String applications = "http://127.0.0.1:" + port + "/api/v1/applications";
    String id = new ObjectMapper().readTree(get(applications)).get(0).get("id").asText();
    String environment = get(applications + "/" + id + "/environment");
    assertThat(environment).contains("spark.serializer");
    return environment;
  }

  private static String get(String url) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  /** The contents of all files in a folder, one of which contains a text. */
  private static String contents(Path folder, String text) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(all).contains(text);
    return all.toString();
  }

  private static void requireNoSecret(String where, String text) {
    for (String secret :
        List.of(
            POSTGRES.get("jdbc.password"),
            services.store("").get("s3.secret-access-key"),
            KAFKA_PASSWORD)) {
      // Not shown by a failed assertion.
      assertThat(text.contains(secret)).as("a secret in: " + where).isFalse();
    }
  }
}
