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
 * Asks a Confluent-compatible schema registry. Every call tries all URLs in turn, and all of them
 * again after a growing pause, until one gives an answer that can be used; where none does, that is
 * a {@link SystemFaultException} that names each URL and what came of it. Thread-safe, and without
 * a memory: see {@link RegistrySchemas} for one.
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
   * The schema with this id. Only the registry's own error code 40403 means that there is none; any
   * other 404 comes from something that is not the registry.
   */
  public WriterSchema schema(int id) {
    String path = "/schemas/ids/" + id;
    return ask(
        "the schema " + id,
        url -> request(url, path).GET().build(),
        (status, body) -> {
          if (status == 404 && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
            return new WriterSchema.Unknown();
          }
          return status == 200 && body.path("schema").isTextual() ? parse(id, body) : null;
        });
  }

  /** Registers a schema, or finds it registered already, and returns its id. */
  public int register(String subject, Schema schema) {
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    return ask(
        "to register the subject " + subject,
        url ->
            request(url, path)
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
        (status, answer) ->
            status == 200 && answer.path("id").isInt() ? answer.path("id").intValue() : null);
  }

  private static WriterSchema parse(int id, JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new WriterSchema.Unusable("schema " + id + " is of type " + type + ", not AVRO");
    }
    try {
      // A wrong default value does not matter to those who read what was written.
      Schema schema =
          new Schema.Parser().setValidateDefaults(false).parse(body.path("schema").textValue());
      return schema.getType() == Schema.Type.RECORD
          ? new WriterSchema.Found(schema)
          : new WriterSchema.Unusable("schema " + id + " is a " + schema.getType() + ", no record");
    } catch (AvroRuntimeException e) {
      return new WriterSchema.Unusable(
          "schema " + id + " is no Avro: " + Excerpt.of(String.valueOf(e.getMessage())));
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

  /** Makes the request for one of the URLs. */
  private interface RequestTo {
    HttpRequest at(URI url);
  }

  /** Makes a result of an answer, or null where the answer is none. */
  private interface Answer<T> {
    T of(int status, JsonNode body);
  }

  private <T> T ask(String what, RequestTo request, Answer<T> answer) {
    List<String> failures = new ArrayList<>();
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      if (attempt > 0) {
        pause(settings.backOff().toMillis() << Math.min(attempt - 1, 10));
      }
      failures.clear();
      for (URI url : settings.urls()) {
        try {
          HttpResponse<String> response = send(request.at(url));
          T result = answer.of(response.statusCode(), json(response.body()));
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
        "The schema registry was asked for "
            + what
            + " "
            + settings.attempts()
            + " times without a usable answer: "
            + String.join("; ", failures)
            + ". Check that it is up and that its URL and credentials are right.");
  }

  /** Waits for the body too, which the time-out of an HttpRequest does not cover. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, TimeoutException {
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return response.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new TimeoutException("no answer within " + settings.requestTimeout());
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
    return new SystemFaultException("Interrupted while asking the schema registry.", e);
  }
}
