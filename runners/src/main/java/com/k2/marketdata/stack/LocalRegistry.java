package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A schema registry as a process of its own: Apicurio, which speaks Confluent's protocol and keeps
 * the schemas in a file. Maven fetches it on first use.
 */
public final class LocalRegistry {
  private static final String HOST = "127.0.0.1";
  private static final String VERSION = "2.6.13.Final";
  private static final String ARTIFACT =
      "io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all";
  private static final String UNPACK =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration FETCHED_WITHIN = Duration.ofMinutes(10);

  private final BackgroundProcess process;

  /** The registry that lives in a folder; nothing is started yet. */
  public LocalRegistry(Path folder) {
    this.process = new BackgroundProcess("registry", folder.toAbsolutePath().normalize());
  }

  /** Whether the registry's program has been fetched. */
  public boolean isInstalled() {
    return Files.exists(program());
  }

  /** Fetches the registry's program. */
  public void install() {
    Path draft = process.folder().resolve("unpacking");
    try {
      Files.createDirectories(draft);
      Process maven =
          new ProcessBuilder(
                  "mvn", "-q", "-B", UNPACK, "-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + draft)
              .directory(draft.toFile())
              .redirectErrorStream(true)
              .redirectOutput(process.log().toFile())
              .start();
      if (!maven.waitFor(FETCHED_WITHIN.toSeconds(), TimeUnit.SECONDS) || maven.exitValue() != 0) {
        maven.destroy();
        throw new SystemFaultException(
            "Maven could not fetch the schema registry " + ARTIFACT + ":\n" + process.logTail());
      }
      // All or nothing: an interrupted fetch is done again.
      Files.move(draft, programFolder(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot run Maven to fetch the schema registry: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while fetching the schema registry", e);
    }
  }

  /** Starts the registry on a port that is free, and waits until it is ready. */
  public void start(int port) {
    if (!isInstalled()) {
      install();
    }
    process.start(
        List.of("-Xmx256m", "-jar", program().toString()),
        Map.of(
            "QUARKUS_HTTP_HOST",
            HOST,
            "QUARKUS_HTTP_PORT",
            Integer.toString(port),
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:h2:file:" + process.folder().resolve("schemas")),
        port);
    awaitReady(port);
  }

  /** Asks the registry to end, and waits for that. */
  public boolean stop() {
    return process.stop();
  }

  /** Ends the registry at once, as a crash does. */
  public boolean kill() {
    return process.kill();
  }

  /** The base address of the Confluent protocol, if the registry's process lives. */
  public Optional<String> url() {
    return process.running().map(entry -> address(entry.port()) + "/apis/ccompat/v7");
  }

  /** The port of the last start, if there was one. */
  public Optional<Integer> lastPort() {
    return process.entry().map(BackgroundProcess.Entry::port);
  }

  /** The process id, if the registry's process lives. */
  public Optional<Long> pid() {
    return process.running().map(BackgroundProcess.Entry::pid);
  }

  /** Where the registry's output goes. */
  public Path log() {
    return process.log();
  }

  /** Whether the registry says within a time that it is ready. */
  public boolean isHealthy(Duration within) {
    return process.running().map(entry -> answers(entry.port(), within)).orElse(false);
  }

  private void awaitReady(int port) {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    while (!answers(port, Duration.ofSeconds(1))) {
      if (process.endsWithin(Duration.ofMillis(100))) {
        throw new SystemFaultException(
            "The schema registry ended while it started; its log "
                + log()
                + " ends with:\n"
                + process.logTail());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SystemFaultException(
            "The schema registry does not answer on port " + port + "; see its log " + log());
      }
    }
  }

  private static boolean answers(int port, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address(port) + "/health/ready")).timeout(within).build();
    try {
      return HttpClient.newBuilder()
              .connectTimeout(within)
              .build()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the schema registry", e);
    }
  }

  private Path programFolder() {
    return process.folder().resolve("apicurio-" + VERSION);
  }

  private Path program() {
    return programFolder().resolve("apicurio-registry-app-" + VERSION + "-runner.jar");
  }

  private static String address(int port) {
    return "http://" + HOST + ":" + port;
  }
}
