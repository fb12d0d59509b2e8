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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {
  @Test
  void schemasSurviveARestart(@TempDir Path folder) {
    LocalRegistry registry = new LocalRegistry(folder);
    Schema schema = Exchanges.named("kraken").rawSchema();
    try {
      registry.start(FreePorts.any());
      int id = client(registry).register("t-value", schema);
      assertThat(client(registry).register("t-value", schema)).isEqualTo(id);

      registry.stop();
      registry.start(registry.lastPort().orElseThrow());

      assertThat(client(registry).schema(id)).isEqualTo(new WriterSchema.Found(schema));
      assertThat(client(registry).schema(id + 1000)).isInstanceOf(WriterSchema.Unknown.class);
    } finally {
      registry.kill();
    }
  }

  @Test
  void referencesAndOtherTypesAreRead(@TempDir Path folder) throws Exception {
    LocalRegistry registry = new LocalRegistry(folder);
    try {
      registry.start(FreePorts.any());
      ObjectNode venue = body("{'type': 'record', 'name': 'ref.Venue', 'fields': []}");
      register(registry, "the venue", venue);
      ObjectNode trade =
          body("{'type': 'record', 'name': 'T', 'fields': [{'name': 'v', 'type': 'ref.Venue'}]}");
      trade
          .putArray("references")
          .addObject()
          .put("name", "ref.Venue")
          .put("subject", "the venue")
          .put("version", 1);
      int id = register(registry, "trade", trade);
      String draft = "http://json-schema.org/draft-07/schema#";
      ObjectNode object = body("{'$schema': '" + draft + "', 'type': 'object'}");
      int json = register(registry, "json", object.put("schemaType", "JSON"));

      assertThat(client(registry).schema(id))
          .isInstanceOfSatisfying(
              WriterSchema.Found.class,
              found ->
                  assertThat(found.schema().getField("v").schema().getFullName())
                      .isEqualTo("ref.Venue"));
      assertThat(client(registry).schema(json)).isEqualTo(new WriterSchema.OtherType("JSON"));
    } finally {
      registry.kill();
    }
  }

  private static ObjectNode body(String schema) {
    return new ObjectMapper().createObjectNode().put("schema", schema.replace('\'', '"'));
  }

  /** Registers a schema with what {@link SchemaRegistryClient} does not send. */
  private static int register(LocalRegistry registry, String subject, ObjectNode body)
      throws Exception {
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
  void registryThatTookThePortIsNotOurs(@TempDir Path folder) {
    LocalRegistry first = new LocalRegistry(folder.resolve("first"));
    LocalRegistry second = new LocalRegistry(folder.resolve("second"));
    int port = FreePorts.any();
    try {
      first.start(port);

      assertThatThrownBy(() -> second.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The schema registry ended during its start")
          .hasMessageContaining("another process has taken port " + port);

      assertThat(second.url()).isEmpty();
      assertThat(first.isHealthy(Duration.ofSeconds(5))).isTrue();
    } finally {
      first.kill();
      second.kill();
    }
  }

  private static SchemaRegistryClient client(LocalRegistry registry) {
    return new SchemaRegistryClient(RegistrySettings.of(registry.url().orElseThrow(), null));
  }
}
