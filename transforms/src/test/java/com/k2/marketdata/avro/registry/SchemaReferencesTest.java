package com.k2.marketdata.avro.registry;

import static com.k2.marketdata.avro.registry.StubRegistry.PATH;
import static com.k2.marketdata.avro.registry.StubRegistry.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas that refer to others. */
class SchemaReferencesTest {
  @RegisterExtension private final StubRegistry registry = new StubRegistry();

  @Test
  void referencesAreFetchedOnceEach() {
    Map<String, String> responses =
        Map.of(
            "/schemas/ids/7",
            referring(
                "{'type': 'record', 'name': 'T', 'fields': [{'name': 'a', 'type': 'x.A'},"
                    + " {'name': 'b', 'type': 'x.B'}]}",
                "a subject",
                "b"),
            "/subjects/a%20subject/versions/3",
            referring(
                "{'type': 'record', 'name': 'x.A', 'fields': [{'name': 'b', 'type': 'x.B'}]}", "b"),
            "/subjects/b/versions/3",
            referring("{'type': 'record', 'name': 'x.B', 'fields': []}"));
    registry.answer(
        (request, number) ->
            send(
                request,
                200,
                responses.get(request.getRequestURI().toString().substring(PATH.length()))));
    assertThat(registry.client().schema(7))
        .isInstanceOfSatisfying(
            WriterSchema.Found.class,
            found ->
                assertThat(found.schema().getField("a").schema().getField("b").schema())
                    .isEqualTo(found.schema().getField("b").schema()));
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void unresolvableReferenceIsASystemFault() {
    registry.answer(
        (request, number) -> {
          boolean schema = request.getRequestURI().getPath().endsWith("/schemas/ids/7");
          send(
              request,
              schema ? 200 : 404,
              schema
                  ? referring("{'type': 'record', 'name': 'T', 'fields': []}", "gone")
                  : "{\"error_code\": 40401, \"message\": \"Subject not found.\"}");
        });
    assertThatThrownBy(() -> registry.client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("version 3 of subject gone, to which schema 7 refers");
  }

  /** A response with a schema, given with single quotes, that refers to version 3 of subjects. */
  private static String referring(String schema, String... subjects) {
    ObjectNode response =
        new ObjectMapper().createObjectNode().put("schema", schema.replace('\'', '"'));
    for (String subject : subjects) {
      response
          .withArray("references")
          .addObject()
          .put("name", "x")
          .put("subject", subject)
          .put("version", 3);
    }
    return response.toString();
  }
}
