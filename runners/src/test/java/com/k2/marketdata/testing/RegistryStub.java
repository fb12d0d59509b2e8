package com.k2.marketdata.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.stack.process.FreePorts;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;

/** A schema registry with the requests that readers need. It can be stopped and started. */
public final class RegistryStub implements AutoCloseable {
  private static final String PATH = "/schemas/ids/";

  private final int port = FreePorts.any();
  private final Map<Integer, Schema> schemas;
  private HttpServer server;

  /** Creates a registry with these schemas by id, not yet started. */
  public RegistryStub(Map<Integer, Schema> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts serving. */
  public void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::answer);
    server.start();
  }

  /** Stops serving. */
  public void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    int id = Integer.parseInt(exchange.getRequestURI().getPath().substring(PATH.length()));
    Schema schema = schemas.get(id);
    byte[] body =
        schema == null
            ? "{\"error_code\":40403,\"message\":\"Schema not found\"}"
                .getBytes(StandardCharsets.UTF_8)
            : new ObjectMapper().writeValueAsBytes(Map.of("schema", schema.toString()));
    exchange.sendResponseHeaders(schema == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
