package com.k2.marketdata.testing;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.stack.process.FreePorts;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * A REST catalog on the loopback address: Iceberg's own handlers in front of the local catalog of a
 * folder. It requires a token, can be stopped and restarted, and can commit and then answer with an
 * error.
 */
public final class RestCatalogServer implements AutoCloseable {
  /** The bearer token that every request must have. */
  public static final String TOKEN = "a-secret-of-a-test";

  /** The answer to a successful commit. */
  public enum Answer {
    /** The normal answer. */
    SUCCESS,
    /** Status 500: the client cannot tell whether the commit succeeded. */
    ERROR,
    /** Status 503: the client cannot tell whether the commit succeeded. */
    UNAVAILABLE,
    /**
     * Status 503 with Retry-After, once for each request: the client retries, and is refused if the
     * commit that has already succeeded added a snapshot.
     */
    TRY_AGAIN,
    /** The connection is closed without an answer. */
    NONE
  }

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());

  static {
    RESTSerializers.registerAll(JSON);
  }

  private final Catalog catalog;
  private final int port = FreePorts.any();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile Answer answer = Answer.SUCCESS;
  private volatile String tryAgain = "";

  private RestCatalogServer(CatalogConfig backing) {
    catalog = backing.open();
  }

  /** Starts a server for the local catalog in a folder. */
  public static RestCatalogServer start(Path folder) {
    return start(LocalCatalog.in(folder, "market_data"));
  }

  /** Starts a server for a catalog. */
  public static RestCatalogServer start(CatalogConfig backing) {
    RestCatalogServer started = new RestCatalogServer(backing);
    started.restart();
    return started;
  }

  public String uri() {
    return "http://127.0.0.1:" + port;
  }

  /** Sets the answer to successful commits from now on. */
  public void answerCommits(Answer newAnswer) {
    answer = newAnswer;
  }

  /** Stops the server. */
  public void stop() {
    server.stop(0);
  }

  /** Starts the server again on the same port. */
  public void restart() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/", this::handle);
    server.start();
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        fail(exchange, 401, "NotAuthorizedException", "Who are you?");
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
      default -> exchange.sendResponseHeaders(204, -1);
    }
  }

  private void commit(HttpExchange exchange, TableIdentifier table) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Object committed =
        CatalogHandlers.updateTable(catalog, table, JSON.readValue(body, UpdateTableRequest.class));
    String request = table + new String(body, StandardCharsets.UTF_8);
    boolean repeated = request.equals(tryAgain);
    switch (repeated ? Answer.SUCCESS : answer) {
      case SUCCESS -> succeed(exchange, committed);
      case ERROR ->
          fail(exchange, 500, "InternalServerError", "Commit answered with an error by a test");
      case UNAVAILABLE -> fail(exchange, 503, "ServiceUnavailable", "Unavailable by a test");
      case TRY_AGAIN -> {
        tryAgain = request;
        exchange.getResponseHeaders().set("Retry-After", "1");
        fail(exchange, 503, "ServiceUnavailable", "Unavailable by a test, try again");
      }
      case NONE -> {}
    }
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return JSON.readValue(exchange.getRequestBody().readAllBytes(), type);
  }

  private static void succeed(HttpExchange exchange, Object body) throws IOException {
    send(exchange, 200, body);
  }

  private static void fail(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    send(
        exchange,
        status,
        ErrorResponse.builder().responseCode(status).withType(type).withMessage(message).build());
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
