package com.k2.marketdata.avro.registry;

import static com.k2.marketdata.avro.registry.StubRegistry.PATH;
import static com.k2.marketdata.avro.registry.StubRegistry.send;
import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects as a client of the registry sees them. */
class RegistryRedirectsTest {
  @RegisterExtension private final StubRegistry registry = new StubRegistry();

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectWithinTheRegistryIsFollowed(int status) {
    registry.answer(
        (request, number) -> {
          if (number == 1) {
            redirect(request, status, PATH + "/other/schemas/ids/7");
          } else {
            send(request, 200, StubRegistry.schema(BINANCE.rawSchema()));
          }
        });
    SchemaRegistryClient client = registry.client("me:secret");
    assertThat(client.schema(7)).isInstanceOf(WriterSchema.Found.class);
    assertThat(registry.requests().get(1).getRequestURI())
        .hasToString(PATH + "/other/schemas/ids/7");
    assertThat(registry.requests().get(1).getRequestHeaders()).containsKey("Authorization");
  }

  @Test
  void redirectToAnotherConfiguredHostIsFollowed() {
    registry.answer(
        (request, number) -> {
          if (request.getRequestHeaders().getFirst("Host").startsWith("localhost")) {
            redirect(request, 302, "http://127.0.0.1:" + registry.url().getPort() + PATH);
          } else {
            send(request, 200, StubRegistry.schema(BINANCE.rawSchema()));
          }
        });
    URI other = URI.create("http://127.0.0.1:1");
    assertThat(StubRegistry.client(registry.url(), other).schema(7))
        .isInstanceOf(WriterSchema.Found.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com/?next=schemas",
        "http://[",
        "ftp://localhost/schemas",
        "file:/x"
      })
  void redirectElsewhereIsNamed(String location) {
    registry.answer((request, number) -> redirect(request, 302, location));
    assertThatThrownBy(() -> registry.client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(
            registry.url() + " redirects to \"" + location + "\", which is not followed");
  }

  @Test
  void redirectsInACircleEnd() {
    registry.answer(
        (request, number) -> redirect(request, 307, request.getRequestURI().toString()));
    assertThatThrownBy(() -> registry.client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("there were 5 redirects before it");
  }

  @Test
  void redirectedRegistrationRemainsAPost() {
    registry.answer(
        (request, number) -> {
          if (number == 1) {
            redirect(request, 307, PATH + "/primary");
          } else {
            send(request, 200, "{\"id\": 12}");
          }
        });
    assertThat(registry.client().register("s", BINANCE.rawSchema())).isEqualTo(12);
    assertThat(registry.requests().get(1).getRequestMethod()).isEqualTo("POST");
  }

  @Test
  void redirectThatWouldChangeAPostIsNamed() {
    registry.answer((request, number) -> redirect(request, 302, PATH + "/primary"));
    assertThatThrownBy(() -> registry.client().register("s", BINANCE.rawSchema()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("status 302 changes a POST to a GET");
  }

  private static void redirect(HttpExchange request, int status, String location)
      throws IOException {
    request.getResponseHeaders().add("Location", location);
    send(request, status, "");
  }
}
