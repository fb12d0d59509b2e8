package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A schema registry: Apicurio, which implements Confluent's protocol and keeps the schemas in a
 * file. Maven fetches it on first use.
 */
public final class LocalRegistry extends LocalServer {
  private static final String VERSION = "2.6.13.Final";
  private static final String IDENTITY = "K2-Server";

  private final FetchedProgram program;

  /** The registry of a folder; nothing is started yet. */
  public LocalRegistry(Path folder) {
    super("schema registry", "registry", folder);
    program =
        new FetchedProgram(
            "io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all",
            folder().resolve("apicurio-" + VERSION),
            "apicurio-registry-app-" + VERSION + "-runner.jar");
  }

  /** The base URL of the Confluent protocol, if the registry is running. */
  public Optional<String> url() {
    return address();
  }

  /** Whether the registry's program has been fetched. */
  boolean isInstalled() {
    return program.isInstalled();
  }

  /** Fetches the registry's program. */
  void install() {
    program.install(log());
  }

  @Override
  protected String address(int port) {
    return server(port) + "/apis/ccompat/v7";
  }

  @Override
  protected void prepare(int port) {
    program.install(log());
  }

  @Override
  protected List<String> arguments(int port) {
    return List.of(
        "-Xmx256m",
        "-Dquarkus.http.header.\"" + IDENTITY + "\".value=" + identity(),
        "-jar",
        program.file().toString());
  }

  @Override
  protected Map<String, String> environment(int port) {
    return Map.of(
        "QUARKUS_HTTP_HOST",
        HOST,
        "QUARKUS_HTTP_PORT",
        Integer.toString(port),
        "QUARKUS_DATASOURCE_JDBC_URL",
        "jdbc:h2:file:" + folder().resolve("schemas"));
  }

  @Override
  protected boolean isReady(int port, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server(port) + "/health/ready")).timeout(within).build();
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

  private static String server(int port) {
    return "http://" + HOST + ":" + port;
  }
}
