package com.k2.marketdata.avro.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.trade.Excerpt;
import java.io.IOException;
import java.net.URI;
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
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Requests to a schema registry. Every request tries all URLs in turn, and tries them again after a
 * growing pause, until one returns a usable response. Redirects are followed only within the
 * registry, because each request carries the credentials. Thread-safe.
 */
final class RegistryHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistrySettings settings;
  private final HttpClient http;
  private final RegistryRedirects redirects;

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    this.redirects = new RegistryRedirects(settings.urls());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  /** Reads the result from a response; null if the response is not usable. */
  interface ResponseReader<T> {
    @Nullable T of(int status, JsonNode body);
  }

  /**
   * Sends a GET request.
   *
   * @param what what is requested, for an error message
   * @throws SystemFaultException if no URL returns a usable response; it names each URL's failure
   */
  <T> T get(String what, String path, ResponseReader<T> reader) {
    return send(what, url -> request(url, path).GET().build(), reader);
  }

  /** Sends a POST request with a JSON body; otherwise as {@link #get}. */
  <T> T post(String what, String path, JsonNode body, ResponseReader<T> reader) {
    return send(
        what,
        url ->
            request(url, path)
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
        reader);
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

  private <T> T send(String what, RequestTo request, ResponseReader<T> reader) {
    List<String> failures = new ArrayList<>();
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      if (attempt > 0) {
        pause(settings.backOff().toMillis() << Math.min(attempt - 1, 10));
      }
      failures.clear();
      for (URI url : settings.urls()) {
        try {
          HttpResponse<String> response = redirects.follow(request.at(url), this::send);
          T result = reader.of(response.statusCode(), json(response.body()));
          if (result != null) {
            return result;
          }
          failures.add(
              url + " answered " + response.statusCode() + " " + Excerpt.of(response.body()));
        } catch (RegistryRedirects.NotFollowedException e) {
          failures.add(url + " " + e.getMessage());
        } catch (IOException | TimeoutException e) {
          failures.add(url + " failed: " + (e.getCause() == null ? e : e.getCause()));
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
