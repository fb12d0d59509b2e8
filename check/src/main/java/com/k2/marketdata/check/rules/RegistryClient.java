package com.k2.marketdata.check.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Reads schemas over plain HTTP. Schemas with references are not supported. */
final class RegistryClient implements WriterSchemas {
  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Optional<Registered>> read = new HashMap<>();

  RegistryClient(String url) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public synchronized Optional<Registered> byId(int id) {
    return read.computeIfAbsent(id, this::request);
  }

  private Optional<Registered> request(int id) {
    URI address = URI.create(url + "/schemas/ids/" + id);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode body = json.readTree(response.body());
      if (response.statusCode() == 404 && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
        return Optional.empty();
      }
      if (response.statusCode() != 200 || !body.path("references").isEmpty()) {
        throw new IllegalStateException(
            address + " answers " + response.statusCode() + ": " + response.body());
      }
      String type = body.path("schemaType").asText("AVRO");
      return Optional.of(
          new Registered(
              type, type.equals("AVRO") ? parse(body.path("schema").asText()) : Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + address, e);
    }
  }

  private static Optional<Schema> parse(String text) {
    try {
      Schema schema = new Schema.Parser().setValidateDefaults(false).parse(text);
      return Optional.of(schema).filter(parsed -> parsed.getType() == Schema.Type.RECORD);
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }
}
