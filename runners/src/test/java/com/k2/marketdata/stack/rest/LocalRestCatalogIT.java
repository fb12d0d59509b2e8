package com.k2.marketdata.stack.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRestCatalogIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Namespace NAMESPACE = Namespace.of("market_data");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "answer", Types.IntegerType.get()));

  @TempDir private Path folder;
  private LocalObjectStore store;
  private LocalRestCatalog rest;

  @BeforeEach
  void start() throws IOException {
    store = new LocalObjectStore(LocalServices.linkProgram(folder.resolve("store")));
    store.start(FreePorts.any());
    rest = rest("first");
    assertThat(rest.isUsed()).isFalse();
    rest.start(FreePorts.any());
  }

  @AfterEach
  void kill() {
    rest.kill();
    store.kill();
  }

  @Test
  void tablesSurviveARestart() {
    CatalogConfig config = catalog(Map.of());
    ((SupportsNamespaces) config.open()).createNamespace(NAMESPACE);
    String location = config.open().createTable(config.table("t"), SCHEMA).location();
    assertThat(location).startsWith("s3://warehouse/");
    rest.kill();
    assertThat(rest.catalogProperties()).isEmpty();

    rest.start(rest.lastPort().orElseThrow());

    assertThat(rest.isUsed()).isTrue();
    assertThat(config.open().listTables(NAMESPACE)).containsExactly(config.table("t"));
    assertThat(config.open().loadTable(config.table("t")).location()).isEqualTo(location);
  }

  @Test
  void serverIsRestartedWhenTheStoreHasMoved() {
    rest.stopIfOutdated();
    assertThat(rest.isHealthy(SOON)).isTrue();
    store.kill();
    store.start(FreePorts.any());

    rest.stopIfOutdated();

    assertThat(rest.pid()).isEmpty();
  }

  @Test
  void requestsThatK2DoesNotSendAreRefused() throws Exception {
    Map<String, String> client = rest.catalogProperties().orElseThrow();
    for (String[] request :
        new String[][] {
          {"DELETE", "namespaces/n/tables/t", "", "406"},
          {"POST", "namespaces/n/register", "{}", "406"},
          {"GET", "namespaces/n/views", "", "406"},
          {"GET", "namespaces/n/config", "", "406"},
          {"POST", "namespaces", "{", "400"}
        }) {
      HttpRequest sent =
          HttpRequest.newBuilder(URI.create(client.get("uri") + "/v1/" + request[1]))
              .header("Authorization", "Bearer " + client.get("token"))
              .method(request[0], HttpRequest.BodyPublishers.ofString(request[2]))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(sent, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as(String.join(" ", request) + ": " + answer.body())
          .isEqualTo(Integer.parseInt(request[3]));
    }
  }

  @Test
  void onlyThePrivateFilesTokenIsAccepted() throws IOException {
    CatalogConfig wrong = catalog(Map.of("token", "wrong"));
    assertThatThrownBy(() -> wrong.open().listTables(NAMESPACE))
        .isInstanceOf(NotAuthorizedException.class);
    for (String secret : new String[] {"token", "rest.properties"}) {
      Path file = folder.resolve("first").resolve(secret);
      assertThat(Files.readString(file))
          .contains(rest.catalogProperties().orElseThrow().get("token"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anotherServersTokenIsNotOurs() {
    LocalRestCatalog second = rest("second");
    assertThat(second.isReady(rest.lastPort().orElseThrow(), SOON)).isFalse();
    assertThat(rest.isHealthy(SOON)).isTrue();
  }

  private LocalRestCatalog rest(String name) {
    return new LocalRestCatalog(
        folder.resolve(name), () -> store.catalogProperties().orElseThrow());
  }

  private CatalogConfig catalog(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(rest.catalogProperties().orElseThrow());
    all.putAll(store.catalogProperties().orElseThrow());
    all.putAll(properties);
    return new CatalogConfig("market_data", all);
  }
}
