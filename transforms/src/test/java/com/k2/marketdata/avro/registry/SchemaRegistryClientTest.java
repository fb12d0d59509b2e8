package com.k2.marketdata.avro.registry;

import static com.k2.marketdata.avro.registry.StubRegistry.PATH;
import static com.k2.marketdata.avro.registry.StubRegistry.send;
import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {
  @RegisterExtension private final StubRegistry registry = new StubRegistry();

  @Test
  void fetchesASchemaById() {
    registry.answer(
        (request, number) -> send(request, 200, StubRegistry.schema(BINANCE.rawSchema())));
    assertThat(registry.client().schema(7)).isEqualTo(new WriterSchema.Found(BINANCE.rawSchema()));
    assertThat(registry.requests().get(0).getRequestURI()).hasToString(PATH + "/schemas/ids/7");
    assertThat(registry.requests().get(0).getRequestHeaders()).doesNotContainKey("Authorization");
  }

  @Test
  void registersASchema() {
    registry.answer((request, number) -> send(request, 200, "{\"id\": 12}"));
    assertThat(registry.client().register("a topic/value", BINANCE.rawSchema())).isEqualTo(12);
    assertThat(registry.requests().get(0).getRequestMethod()).isEqualTo("POST");
    assertThat(registry.requests().get(0).getRequestURI())
        .hasToString(PATH + "/subjects/a%20topic%2Fvalue/versions");
  }

  @Test
  void onlyTheRegistrysOwnErrorCodeMeansUnknown() {
    registry.answer(
        (request, number) ->
            send(request, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}"));
    assertThat(registry.client().schema(7)).isEqualTo(new WriterSchema.Unknown());
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"error_code\": 40401, \"message\": \"Subject not found\"}",
        "404 | <html>Not Found</html>",
        "404 | ''",
        "500 | {\"error_code\": 40403}",
        "401 | {\"error_code\": 401}",
        "302 | ''",
        "200 | garbage",
        "200 | {\"schema\": 5}",
        "200 | []",
        "200 | ''"
      })
  void anythingElseIsASystemFault(int status, String body) {
    registry.answer((request, number) -> send(request, status, body));
    assertThatThrownBy(() -> registry.client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(registry.url().toString())
        .hasMessageContaining("answered " + status);
    assertThat(registry.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schema\": \"syntax = \\\"proto3\\\";\"}",
        "{\"schema\": \"\\\"string\\\"\"}",
        "{\"schema\": \"\"}",
        "{\"schema\": \"{\\\"type\\\": \\\"some.other.Thing\\\"}\", \"references\": []}"
      })
  void schemaThatIsNotAvroRecordIsUnusable(String body) {
    registry.answer((request, number) -> send(request, 200, body));
    assertThat(registry.client().schema(7))
        .isInstanceOfSatisfying(
            WriterSchema.Unusable.class, unusable -> assertThat(unusable.why()).contains("7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "PROTOBUF"})
  void otherTypesOfSchemasAreNamed(String type) {
    registry.answer(
        (request, number) ->
            send(request, 200, "{\"schema\": \"{}\", \"schemaType\": \"" + type + "\"}"));
    assertThat(registry.client().schema(7)).isEqualTo(new WriterSchema.OtherType(type));
  }
}
