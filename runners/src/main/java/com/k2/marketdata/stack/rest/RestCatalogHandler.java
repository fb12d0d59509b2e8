package com.k2.marketdata.stack.rest;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
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
 * and loads namespaces and tables, and commits to tables. Each request must have a bearer token.
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
      } catch (RuntimeException e) {
        fail(exchange, 500, e.getClass().getSimpleName(), e.toString());
      }
    }
  }

  /** {@code /v1/config} or {@code /v1/namespaces[/NAMESPACE[/tables[/TABLE[/metrics]]]]}. */
  private void route(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    boolean post = exchange.getRequestMethod().equals("POST");
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    Namespace namespace = path.length > 3 ? Namespace.of(path[3]) : Namespace.empty();
    switch (path.length) {
      case 3 ->
          succeed(
              exchange,
              path[2].equals("config")
                  ? ConfigResponse.builder().build()
                  : post
                      ? CatalogHandlers.createNamespace(
                          namespaces, read(exchange, CreateNamespaceRequest.class))
                      : CatalogHandlers.listNamespaces(namespaces, namespace));
      case 4 -> succeed(exchange, CatalogHandlers.loadNamespace(namespaces, namespace));
      case 5 ->
          succeed(
              exchange,
              post
                  ? CatalogHandlers.createTable(
                      catalog, namespace, read(exchange, CreateTableRequest.class))
                  : CatalogHandlers.listTables(catalog, namespace));
      case 6 -> {
        TableIdentifier table = TableIdentifier.of(namespace, path[5]);
        if (post) {
          commit(exchange, table);
        } else {
          succeed(exchange, CatalogHandlers.loadTable(catalog, table, SnapshotMode.ALL));
        }
      }
      // Reports of clients about their scans and commits, which are not kept.
      default -> exchange.sendResponseHeaders(204, -1);
    }
  }

  private void commit(HttpExchange exchange, TableIdentifier table) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Object committed =
        CatalogHandlers.updateTable(catalog, table, JSON.readValue(body, UpdateTableRequest.class));
    answerCommit(exchange, table + new String(body, StandardCharsets.UTF_8), committed);
  }

  /**
   * Answers a commit that has succeeded.
   *
   * @param request the table and the changes
   * @param committed the new metadata of the table
   */
  protected void answerCommit(HttpExchange exchange, String request, Object committed)
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
