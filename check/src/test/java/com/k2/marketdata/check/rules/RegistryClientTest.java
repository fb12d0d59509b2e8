package com.k2.marketdata.check.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
  private static final Map<String, String> RESPONSES =
      Map.of(
          "/schemas/ids/1",
          "{\"schema\": \"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[]}\"}",
          "/schemas/ids/2",
          "{\"schema\": \"{}\", \"schemaType\": \"JSON\"}",
          "/schemas/ids/3",
          "{\"schema\": \"\\\"string\\\"\"}");

  private HttpServer server;
  private WriterSchemas schemas;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean broken = path.endsWith("/5");
          String body = RESPONSES.getOrDefault(path, "{\"error_code\": 40403}");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              broken ? 500 : RESPONSES.containsKey(path) ? 200 : 404, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    schemas = WriterSchemas.inRegistry("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void answersAreToldApart() {
    WriterSchemas.Registered avro = schemas.byId(1).orElseThrow();
    assertThat(avro.type()).isEqualTo("AVRO");
    assertThat(avro.schema().map(Schema::getName)).isEqualTo(Optional.of("A"));
    assertThat(schemas.byId(2).orElseThrow().type()).isEqualTo("JSON");
    assertThat(schemas.byId(3).orElseThrow().schema()).isEmpty();
    assertThat(schemas.byId(4)).isEmpty();
    assertThatThrownBy(() -> schemas.byId(5)).hasMessageContaining("answers 500");
  }
}
