package com.k2.marketdata.stack.rest;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * Answers the requests of Iceberg's REST protocol that K2 sends, from a catalog: it lists, creates
 * and loads namespaces and tables, and commits to tables. It refuses other requests with status
 * 406. Each request must have a bearer token.
 */
public class RestCatalogHandler implements HttpHandler {
  /** The paths of the protocol begin with this. */
  public static final String ROOT = "/v1/";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());

  static {
    RESTSerializers.registerAll(JSON);
  }

  private final Catalog catalog;
  private final byte[] authorization;

  /** Answers from this catalog the requests that have this token. */
  public RestCatalogHandler(Catalog catalog, String token) {
    this.catalog = catalog;
    this.authorization = bytes("Bearer " + token);
  }

  @Override
  public final void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (given == null || !MessageDigest.isEqual(authorization, bytes(given))) {
        fail(exchange, 401, "NotAuthorizedException", "The token of the request is wrong.");
        return;
      }
      try {
        route(exchange);
      } catch (NoSuchTableException | NoSuchNamespaceException e) {
        fail(exchange, 404, e.getClass().getSimpleName(), e.getMessage());
      } catch (AlreadyExistsException | CommitFailedException e) {
        fail(exchange, 409, e.getClass().getSimpleName(), e.getMessage());
      } catch (JsonProcessingException e) {
        fail(exchange, 400, "BadRequestException", e.getOriginalMessage());
      } catch (RuntimeException e) {
        fail(exchange, 500, e.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    String[] path = exchange.getRequestURI().getPath().split("/");
    Namespace namespace = path.length > 3 ? Namespace.of(path[3]) : Namespace.empty();
    switch (exchange.getRequestMethod() + " " + pattern(exchange.getRequestURI().getPath())) {
      case "GET /v1/config" -> succeed(exchange, ConfigResponse.builder().build());
      case "GET /v1/namespaces" ->
          succeed(exchange, CatalogHandlers.listNamespaces(namespaces, namespace));
      case "POST /v1/namespaces" ->
          succeed(
              exchange,
              CatalogHandlers.createNamespace(
                  namespaces, read(exchange, CreateNamespaceRequest.class)));
      case "GET /v1/namespaces/*" ->
          succeed(exchange, CatalogHandlers.loadNamespace(namespaces, namespace));
      case "GET /v1/namespaces/*/tables" ->
          succeed(exchange, CatalogHandlers.listTables(catalog, namespace));
      case "POST /v1/namespaces/*/tables" ->
          succeed(
              exchange,
              CatalogHandlers.createTable(
                  catalog, namespace, read(exchange, CreateTableRequest.class)));
      case "GET /v1/namespaces/*/tables/*" ->
          succeed(
              exchange,
              CatalogHandlers.loadTable(
                  catalog, TableIdentifier.of(namespace, path[5]), SnapshotMode.ALL));
      case "POST /v1/namespaces/*/tables/*" ->
          commit(exchange, TableIdentifier.of(namespace, path[5]));
      // Clients report their scans and commits, which are not kept.
      case "POST /v1/namespaces/*/tables/*/metrics" -> exchange.sendResponseHeaders(204, -1);
      default ->
          fail(
              exchange,
              406,
              "UnsupportedOperationException",
              "This catalog does not support " + exchange.getRequestMethod() + " of this path.");
    }
  }

  /** The path with stars in place of the names of a namespace and a table. */
  private static String pattern(String path) {
    return path.replaceFirst("^/v1/namespaces/[^/]+", "/v1/namespaces/*")
        .replaceFirst("^(/v1/namespaces/\\*/tables)/[^/]+", "$1/*");
  }

  private void commit(HttpExchange exchange, TableIdentifier table) throws IOException {
    byte[] changes = exchange.getRequestBody().readAllBytes();
    Object committed =
        CatalogHandlers.updateTable(
            catalog, table, JSON.readValue(changes, UpdateTableRequest.class));
    answerCommit(exchange, changes, committed);
  }

  /**
   * Answers a commit that has succeeded.
   *
   * @param changes the body of the request
   * @param committed the new metadata of the table
   */
  protected void answerCommit(HttpExchange exchange, byte[] changes, Object committed)
      throws IOException {
    succeed(exchange, committed);
  }

  /** Answers with an error. */
  protected static void fail(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    send(
        exchange,
        status,
        ErrorResponse.builder().responseCode(status).withType(type).withMessage(message).build());
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return JSON.readValue(exchange.getRequestBody().readAllBytes(), type);
  }

  private static void succeed(HttpExchange exchange, Object body) throws IOException {
    send(exchange, 200, body);
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
