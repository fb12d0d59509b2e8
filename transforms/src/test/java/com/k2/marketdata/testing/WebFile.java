package com.k2.marketdata.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A file on a local web server, whose contents can be replaced. */
public final class WebFile implements AutoCloseable {
  private final HttpServer server;
  private volatile int status = 404;
  private volatile byte[] body = new byte[0];

  /** Starts the server. The file does not exist yet. */
  public WebFile() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/file",
        exchange -> {
          byte[] answer = body;
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  /** The address of the file. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
  }

  /** Answers later requests with this status and body. */
  public void serve(int withStatus, byte[] withBody) {
    body = withBody.clone();
    status = withStatus;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
