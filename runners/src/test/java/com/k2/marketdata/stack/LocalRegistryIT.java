package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.avro.registry.RegistrySettings;
import com.k2.marketdata.avro.registry.SchemaRegistryClient;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {
  @TempDir private static Path folder;
  private static LocalRegistry registry;

  @BeforeAll
  static void start() {
    registry = new LocalRegistry(folder.resolve("first"));
    registry.start(FreePorts.any());
  }

  @AfterAll
  static void kill() {
    registry.kill();
  }

  @Test
  void schemasSurviveARestart() {
    Schema schema = Exchanges.named("kraken").rawSchema();
    int id = client().register("t-value", schema);
    assertThat(client().register("t-value", schema)).isEqualTo(id);

    registry.stop();
    registry.start(registry.lastPort().orElseThrow());

    assertThat(client().schema(id)).isEqualTo(new WriterSchema.Found(schema));
    assertThat(client().schema(id + 1000)).isInstanceOf(WriterSchema.Unknown.class);
  }

  @Test
  void referencesAndOtherTypesAreRead() throws Exception {
    ObjectNode venue = body("{'type': 'record', 'name': 'ref.Venue', 'fields': []}");
    register("the venue", venue);
    ObjectNode trade =
        body("{'type': 'record', 'name': 'T', 'fields': [{'name': 'v', 'type': 'ref.Venue'}]}");
    trade
        .putArray("references")
        .addObject()
        .put("name", "ref.Venue")
        .put("subject", "the venue")
        .put("version", 1);
    int id = register("trade", trade);
    String draft = "http://json-schema.org/draft-07/schema#";
    ObjectNode object = body("{'$schema': '" + draft + "', 'type': 'object'}");
    int json = register("json", object.put("schemaType", "JSON"));

    assertThat(client().schema(id))
        .isInstanceOfSatisfying(
            WriterSchema.Found.class,
            found ->
                assertThat(found.schema().getField("v").schema().getFullName())
                    .isEqualTo("ref.Venue"));
    assertThat(client().schema(json)).isEqualTo(new WriterSchema.OtherType("JSON"));
  }

  private static ObjectNode body(String schema) {
    return new ObjectMapper().createObjectNode().put("schema", schema.replace('\'', '"'));
  }

  /** Registers a schema with what {@link SchemaRegistryClient} does not send. */
  private static int register(String subject, ObjectNode body) throws Exception {
    String path = "/subjects/" + subject.replace(" ", "%20") + "/versions";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url().orElseThrow() + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    String response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonNode id = new ObjectMapper().readTree(response).path("id");
    assertThat(id.isInt()).as(response).isTrue();
    return id.intValue();
  }

  @Test
  void registryThatTookThePortIsNotOurs() throws IOException {
    LocalRegistry second = new LocalRegistry(withProgramOf(folder.resolve("first")));
    int port = registry.lastPort().orElseThrow();
    try {
      assertThatThrownBy(() -> second.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The schema registry ended during its start")
          .hasMessageContaining("another process has taken port " + port);

      assertThat(second.url()).isEmpty();
      assertThat(registry.isHealthy(Duration.ofSeconds(5))).isTrue();
    } finally {
      second.kill();
    }
  }

  /** Another registry's folder, which refers to the program of the first. */
  private static Path withProgramOf(Path first) throws IOException {
    Path second = Files.createDirectories(folder.resolve("second"));
    try (var programs = Files.newDirectoryStream(first, "apicurio-*")) {
      for (Path program : programs) {
        Files.createSymbolicLink(second.resolve(program.getFileName()), program);
      }
    }
    return second;
  }

  private static SchemaRegistryClient client() {
    return new SchemaRegistryClient(RegistrySettings.of(registry.url().orElseThrow(), null));
  }
}
