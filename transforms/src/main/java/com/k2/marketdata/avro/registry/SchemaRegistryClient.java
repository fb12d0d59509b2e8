package com.k2.marketdata.avro.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.trade.Excerpt;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a Confluent-compatible schema registry. A request to which no URL of the registry
 * gives a usable response is a {@link SystemFaultException} that names each URL and its failure.
 * Thread-safe. Does not cache; see {@link RegistrySchemas}.
 */
public final class SchemaRegistryClient {
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final RegistryHttp http;

  /** A client of one registry. It connects at the first request. */
  public SchemaRegistryClient(RegistrySettings settings) {
    this.http = new RegistryHttp(settings);
  }

  /**
   * The schema with this id, with the schemas that it refers to. Only the registry's own error code
   * 40403 means that it does not exist; any other 404 comes from something that is not the
   * registry. A reference that the registry cannot resolve is a system fault, because the schema
   * was complete when it was registered.
   */
  public WriterSchema schema(int id) {
    JsonNode response =
        http.get(
            "schema " + id,
            "/schemas/ids/" + id,
            (status, body) -> {
              if (status == 404 && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
                return MissingNode.getInstance();
              }
              return schemaOrNull(status, body);
            });
    if (response.isMissingNode()) {
      return new WriterSchema.Unknown();
    }
    String type = response.path("schemaType").asText("AVRO");
    return type.equals("AVRO") ? parse(id, response) : new WriterSchema.OtherType(type);
  }

  /** Registers a schema unless it is registered already, and returns its id. */
  public int register(String subject, Schema schema) {
    return http.post(
        "the registration of subject " + subject,
        "/subjects/" + encoded(subject) + "/versions",
        JsonNodeFactory.instance.objectNode().put("schema", schema.toString()),
        (status, response) ->
            status == 200 && response.path("id").isInt() ? response.path("id").intValue() : null);
  }

  private WriterSchema parse(int id, JsonNode response) {
    try {
      // An invalid default value does not matter for reading.
      Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
      parseReferences("schema " + id, response, parser, new HashSet<>());
      Schema schema = parser.parse(response.path("schema").textValue());
      return schema.getType() == Schema.Type.RECORD
          ? new WriterSchema.Found(schema)
          : new WriterSchema.Unusable(
              "schema " + id + " is a " + schema.getType() + ", not a record");
    } catch (AvroRuntimeException e) {
      return new WriterSchema.Unusable(
          "schema " + id + " is not an Avro schema: " + Excerpt.of(String.valueOf(e.getMessage())));
    }
  }

  /** Parses the schemas that one refers to, each after those that it refers to itself, and once. */
  private void parseReferences(
      String referrer, JsonNode response, Schema.Parser parser, Set<String> parsed) {
    for (JsonNode reference : response.path("references")) {
      String version = reference.path("version").asText();
      String subject = reference.path("subject").asText();
      String path = "/subjects/" + encoded(subject) + "/versions/" + encoded(version);
      if (parsed.add(path)) {
        String name = "version " + version + " of subject " + subject;
        JsonNode referenced =
            http.get(
                name + ", to which " + referrer + " refers",
                path,
                SchemaRegistryClient::schemaOrNull);
        parseReferences(name, referenced, parser, parsed);
        parser.parse(referenced.path("schema").textValue());
      }
    }
  }

  private static JsonNode schemaOrNull(int status, JsonNode body) {
    return status == 200 && body.path("schema").isTextual() ? body : null;
  }

  private static String encoded(String segment) {
    // A plus is a space in a form only, not in a path.
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
