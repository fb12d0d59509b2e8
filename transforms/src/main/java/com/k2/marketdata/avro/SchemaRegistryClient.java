package com.k2.marketdata.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.trade.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a Confluent-compatible schema registry. Every call tries all URLs in turn, and tries
 * them again after a growing pause, until one returns a usable response. If none does, it throws a
 * {@link SystemFaultException} that names each URL and its failure. Thread-safe. Does not cache;
 * see {@link RegistrySchemas}.
 */
public final class SchemaRegistryClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final RegistrySettings settings;
  private final HttpClient http;

  public SchemaRegistryClient(RegistrySettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  /**
   * The schema with this id. Only the registry's own error code 40403 means that it does not exist;
   * any other 404 comes from something that is not the registry.
   */
  public WriterSchema schema(int id) {
    String path = "/schemas/ids/" + id;
    return send(
        "schema " + id,
        url -> request(url, path).GET().build(),
        (status, body) -> {
          if (status == 404 && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
            return new WriterSchema.Unknown();
          }
          return status == 200 && body.path("schema").isTextual() ? parse(id, body) : null;
        });
  }

  /** Registers a schema unless it is registered already, and returns its id. */
  public int register(String subject, Schema schema) {
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    return send(
        "the registration of subject " + subject,
        url ->
            request(url, path)
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
        (status, response) ->
            status == 200 && response.path("id").isInt() ? response.path("id").intValue() : null);
  }

  private static WriterSchema parse(int id, JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new WriterSchema.Unusable("schema " + id + " is of type " + type + ", not AVRO");
    }
    try {
      // An invalid default value does not matter for reading.
      Schema schema =
          new Schema.Parser().setValidateDefaults(false).parse(body.path("schema").textValue());
      return schema.getType() == Schema.Type.RECORD
          ? new WriterSchema.Found(schema)
          : new WriterSchema.Unusable(
              "schema " + id + " is a " + schema.getType() + ", not a record");
    } catch (AvroRuntimeException e) {
      return new WriterSchema.Unusable(
          "schema " + id + " is not an Avro schema: " + Excerpt.of(String.valueOf(e.getMessage())));
    }
  }

  private HttpRequest.Builder request(URI url, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Accept", MEDIA_TYPE + ", application/json");
    if (settings.userInfo() != null) {
      byte[] userInfo = settings.userInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(userInfo));
    }
    return request;
  }

  /** Builds the request for one of the URLs. */
  private interface RequestTo {
    HttpRequest at(URI url);
  }

  /** Reads the result from a response; null if the response is not usable. */
  private interface ResponseReader<T> {
    T of(int status, JsonNode body);
  }

  private <T> T send(String what, RequestTo request, ResponseReader<T> reader) {
    List<String> failures = new ArrayList<>();
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      if (attempt > 0) {
        pause(settings.backOff().toMillis() << Math.min(attempt - 1, 10));
      }
      failures.clear();
      for (URI url : settings.urls()) {
        try {
          HttpResponse<String> response = send(request.at(url));
          T result = reader.of(response.statusCode(), json(response.body()));
          if (result != null) {
            return result;
          }
          failures.add(
              url + " answered " + response.statusCode() + " " + Excerpt.of(response.body()));
        } catch (IOException | TimeoutException e) {
          failures.add(url + " failed: " + e);
        }
      }
    }
    throw new SystemFaultException(
        "The schema registry gave no usable response to "
            + settings.attempts()
            + " requests for "
            + what
            + ": "
            + String.join("; ", failures)
            + ". Check that it is up and that its URL and credentials are right.");
  }

  /** Also waits for the body, which the timeout of an HttpRequest does not cover. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, TimeoutException {
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return response.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new TimeoutException("no response within " + settings.requestTimeout());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      response.cancel(true);
      throw interrupted(e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SystemFaultException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SystemFaultException("Interrupted during a request to the schema registry.", e);
  }
}
