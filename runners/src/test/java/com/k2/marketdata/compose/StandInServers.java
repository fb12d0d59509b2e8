package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.LocalPostgres;
import com.k2.marketdata.stack.LocalRegistry;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.LocalServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers in place of those images that cannot run without containers: the schema registry, the
 * object store, and PostgreSQL with the databases of the file.
 */
final class StandInServers implements AutoCloseable {
  private final LocalPostgres postgres;
  private final LocalRegistry registry;
  private final LocalObjectStore store;

  private StandInServers(Path folder) throws IOException {
    postgres = new LocalPostgres(folder.resolve("postgres"));
    registry = new LocalRegistry(folder.resolve("registry"));
    store = new LocalObjectStore(LocalServices.linkProgram(folder.resolve("store")));
  }

  /** Starts all of them, and waits until they answer. */
  static StandInServers start(Path folder) {
    try {
      StandInServers servers = new StandInServers(folder);
      // An interrupted test run must not leave them running.
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
      servers.postgres.start(FreePorts.any());
      servers.registry.start(FreePorts.any());
      servers.store.start(FreePorts.any());
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses in the file, with those of the servers. */
  Map<String, String> hosts() {
    return Map.of(
        "postgres:5432", address(postgres.catalogProperties().orElseThrow().get("uri")),
        "registry:8080", address(registryUrl()),
        "store:9000", address(store.endpoint().orElseThrow()));
  }

  /** The URL of the registry's API. */
  String registryUrl() {
    return registry.url().orElseThrow();
  }

  /** The key of the store, as variables of the environment. */
  Map<String, String> secrets() {
    Map<String, String> properties = store.catalogProperties().orElseThrow();
    return Map.of(
        "K2_S3_KEY", properties.get("s3.access-key-id"),
        "K2_S3_SECRET", properties.get("s3.secret-access-key"));
  }

  /** Runs the script that PostgreSQL's image runs for a new volume. */
  void createDatabases(Path script, Map<String, String> secrets) {
    Map<String, String> properties = postgres.catalogProperties().orElseThrow();
    URI server = URI.create("pg://" + hosts().get("postgres:5432"));
    ProcessBuilder psql =
        new ProcessBuilder(
            List.of(
                "psql",
                "--set=ON_ERROR_STOP=1",
                "--host=" + server.getHost(),
                "--port=" + server.getPort(),
                "--username=" + properties.get("jdbc.user"),
                "--dbname=postgres",
                "--file=" + script));
    Map<String, String> environment = new HashMap<>(secrets);
    environment.put("PGPASSWORD", properties.get("jdbc.password"));
    psql.environment().putAll(environment);
    try {
      Process process = psql.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    store.kill();
    registry.kill();
    postgres.stop();
  }

  /** Host and port of a URL. */
  private static String address(String url) {
    return url.replaceFirst("^.*://", "").replaceFirst("/.*", "");
  }
}
