package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A schema registry: Apicurio, which implements Confluent's protocol and keeps the schemas in a
 * file. Maven fetches it on first use.
 */
public final class LocalRegistry extends LocalServer {
  private static final String VERSION = "2.6.13.Final";
  private static final String ARTIFACT =
      "io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all";
  private static final String UNPACK =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";
  private static final String IDENTITY = "K2-Server";
  private static final Duration FETCHED_WITHIN = Duration.ofMinutes(10);

  /** The registry of a folder; nothing is started yet. */
  public LocalRegistry(Path folder) {
    super("schema registry", "registry", folder);
  }

  /** The base URL of the Confluent protocol, if the registry is running. */
  public Optional<String> url() {
    return port().map(port -> address(port) + "/apis/ccompat/v7");
  }

  /** Whether the registry's program has been fetched. */
  boolean isInstalled() {
    return Files.exists(program());
  }

  /** Fetches the registry's program. */
  void install() {
    Path draft = folder().resolve("unpacking");
    try {
      PrivateFiles.createFolders(draft);
      Process maven =
          new ProcessBuilder(
                  "mvn", "-q", "-B", UNPACK, "-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + draft)
              .directory(draft.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
      if (!maven.waitFor(FETCHED_WITHIN.toSeconds(), TimeUnit.SECONDS) || maven.exitValue() != 0) {
        maven.destroy();
        throw new SystemFaultException(
            "Maven could not fetch the schema registry " + ARTIFACT + ":\n" + logTail());
      }
      // Atomic: an interrupted fetch is repeated.
      Files.move(draft, programFolder(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot run Maven to fetch the schema registry: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while fetching the schema registry", e);
    }
  }

  @Override
  void prepare(int port) {
    if (!isInstalled()) {
      install();
    }
  }

  @Override
  List<String> arguments(int port) {
    return List.of(
        "-Xmx256m",
        "-Dquarkus.http.header.\"" + IDENTITY + "\".value=" + identity(),
        "-jar",
        program().toString());
  }

  @Override
  Map<String, String> environment(int port) {
    return Map.of(
        "QUARKUS_HTTP_HOST",
        HOST,
        "QUARKUS_HTTP_PORT",
        Integer.toString(port),
        "QUARKUS_DATASOURCE_JDBC_URL",
        "jdbc:h2:file:" + folder().resolve("schemas"));
  }

  @Override
  boolean isReady(int port, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address(port) + "/health/ready")).timeout(within).build();
    try {
      HttpResponse<Void> response =
          HttpClient.newBuilder()
              .connectTimeout(within)
              .build()
              .send(request, HttpResponse.BodyHandlers.discarding());
      return response.statusCode() == 200
          && response.headers().allValues(IDENTITY).contains(identity());
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the schema registry", e);
    }
  }

  /** The value of a header of each response, with which another registry is recognized. */
  private String identity() {
    byte[] path = folder().toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(path).toString();
  }

  private Path programFolder() {
    return folder().resolve("apicurio-" + VERSION);
  }

  private Path program() {
    return programFolder().resolve("apicurio-registry-app-" + VERSION + "-runner.jar");
  }

  private static String address(int port) {
    return "http://" + HOST + ":" + port;
  }
}
