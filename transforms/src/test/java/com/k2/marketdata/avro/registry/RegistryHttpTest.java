package com.k2.marketdata.avro.registry;

import static com.k2.marketdata.avro.registry.StubRegistry.send;
import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and their failures, whatever is requested. */
class RegistryHttpTest {
  @RegisterExtension private final StubRegistry registry = new StubRegistry();

  @Test
  void sendsCredentials() {
    registry.answer(
        (request, number) -> send(request, 200, StubRegistry.schema(BINANCE.rawSchema())));
    registry.client("me:päss").schema(7);
    assertThat(registry.requests().get(0).getRequestHeaders().getFirst("Authorization"))
        .isEqualTo("Basic bWU6cMOkc3M=");
  }

  @Test
  void passingFaultIsRetried() {
    registry.answer(
        (request, number) ->
            send(
                request,
                number < 3 ? 500 : 200,
                number < 3 ? "busy" : StubRegistry.schema(BINANCE.rawSchema())));
    assertThat(registry.client().schema(7)).isInstanceOf(WriterSchema.Found.class);
    assertThat(registry.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangingRegistryIsASystemFault(boolean afterTheHeaders) {
    registry.answer(
        (request, number) -> {
          if (afterTheHeaders) {
            request.sendResponseHeaders(200, 100);
            request.getResponseBody().flush();
          }
        });
    assertThatThrownBy(() -> registry.client(Duration.ofMillis(300)).schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("no response within PT0.3S");
  }

  @Test
  void stoppedRegistryIsASystemFault() throws IOException {
    URI unused = StubRegistry.freeUrl();
    assertThatThrownBy(() -> StubRegistry.client(unused).schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(unused.toString())
        .hasMessageContaining("ConnectException");
  }

  @Test
  void urlsAreTriedInTurn() throws IOException {
    registry.answer(
        (request, number) -> send(request, 200, StubRegistry.schema(BINANCE.rawSchema())));
    assertThat(StubRegistry.client(StubRegistry.freeUrl(), registry.url()).schema(7))
        .isInstanceOf(WriterSchema.Found.class);
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void pageOfAnotherServerIsNamedOnOneLine() {
    String page =
        "<!DOCTYPE html>\n<html>\r\n<body>" + "Please sign in ".repeat(20) + "</body></html>";
    registry.answer((request, number) -> send(request, 200, page));
    assertThatThrownBy(() -> registry.client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("answered 200 \"<!DOCTYPE html>\\n<html>\\r\\n<body>Please")
        .hasMessageContaining("…\" (" + page.length() + " characters)")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
  }
}
