package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.stack.rest.RestCatalogHandler;
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

/**
 * A REST catalog in front of another catalog, on the loopback address. It requires a token, can be
 * stopped and restarted, and can commit and then answer with an error.
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

  private final RestCatalogHandler handler;
  private final int port = FreePorts.any();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile Answer answer = Answer.SUCCESS;
  private volatile String tryAgain = "";

  private RestCatalogServer(CatalogConfig backing) {
    handler = new FaultyHandler(backing.open());
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
    server.createContext(RestCatalogHandler.ROOT, handler);
    server.start();
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  /** Gives the answer that was set last to commits that succeed. */
  private final class FaultyHandler extends RestCatalogHandler {
    FaultyHandler(Catalog catalog) {
      super(catalog, TOKEN);
    }

    @Override
    protected void answerCommit(HttpExchange exchange, byte[] changes, Object committed)
        throws IOException {
      String request = exchange.getRequestURI() + new String(changes, StandardCharsets.UTF_8);
      boolean repeated = request.equals(tryAgain);
      switch (repeated ? Answer.SUCCESS : answer) {
        case SUCCESS -> super.answerCommit(exchange, changes, committed);
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
  }
}
