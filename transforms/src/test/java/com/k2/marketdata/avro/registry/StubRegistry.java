package com.k2.marketdata.avro.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An HTTP server in the place of a schema registry. It runs for one test. */
final class StubRegistry implements BeforeEachCallback, AfterEachCallback {
  static final String PATH = "/apis/ccompat/v7";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** How the stub answers a request; requests are numbered from 1. */
  interface Answer {
    void to(HttpExchange request, int number) throws IOException;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.stop(0);
    threads.shutdownNow();
  }

  void answer(Answer answer) {
    server.createContext(
        PATH,
        request -> {
          requests.add(request);
          answer.to(request, requests.size());
        });
  }

  /** The requests received so far. */
  List<HttpExchange> requests() {
    return requests;
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + PATH);
  }

  /** A client that waits long enough for a slow machine. */
  SchemaRegistryClient client() {
    return client(url());
  }

  SchemaRegistryClient client(String userInfo) {
    return client(userInfo, TIMEOUT, url());
  }

  SchemaRegistryClient client(Duration requestTimeout) {
    return client(null, requestTimeout, url());
  }

  static SchemaRegistryClient client(URI... urls) {
    return client(null, TIMEOUT, urls);
  }

  private static SchemaRegistryClient client(
      String userInfo, Duration requestTimeout, URI... urls) {
    return new SchemaRegistryClient(
        new RegistrySettings(
            List.of(urls), userInfo, TIMEOUT, requestTimeout, 3, Duration.ofMillis(1)));
  }

  /** A URL where no server listens. */
  static URI freeUrl() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return URI.create("http://localhost:" + socket.getLocalPort());
    }
  }

  static void send(HttpExchange request, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    request.getResponseBody().write(bytes);
    request.close();
  }

  /** The body of the response to a request for a schema. */
  static String schema(Schema schema) {
    return new ObjectMapper().createObjectNode().put("schema", schema.toString()).toString();
  }
}
