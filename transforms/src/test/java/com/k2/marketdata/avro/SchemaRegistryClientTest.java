package com.k2.marketdata.avro;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.SystemFaultException;
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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {
  private static final String PATH = "/apis/ccompat/v7";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** How the stub answers a request; requests are numbered from 1. */
  private interface Answer {
    void to(HttpExchange request, int number) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void fetchesASchemaById() {
    answer((request, number) -> send(request, 200, schemaJson(BINANCE.rawSchema())));
    assertThat(client().schema(7)).isEqualTo(new WriterSchema.Found(BINANCE.rawSchema()));
    assertThat(requests.get(0).getRequestURI()).hasToString(PATH + "/schemas/ids/7");
    assertThat(requests.get(0).getRequestHeaders()).doesNotContainKey("Authorization");
  }

  @Test
  void sendsCredentials() {
    answer((request, number) -> send(request, 200, schemaJson(BINANCE.rawSchema())));
    new SchemaRegistryClient(settings("me:päss", url())).schema(7);
    assertThat(requests.get(0).getRequestHeaders().getFirst("Authorization"))
        .isEqualTo("Basic bWU6cMOkc3M=");
  }

  @Test
  void registersASchema() {
    answer((request, number) -> send(request, 200, "{\"id\": 12}"));
    assertThat(client().register("a topic/value", BINANCE.rawSchema())).isEqualTo(12);
    assertThat(requests.get(0).getRequestMethod()).isEqualTo("POST");
    assertThat(requests.get(0).getRequestURI())
        .hasToString(PATH + "/subjects/a%20topic%2Fvalue/versions");
  }

  @Test
  void onlyTheRegistrysOwnErrorCodeMeansUnknown() {
    answer(
        (request, number) ->
            send(request, 404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}"));
    assertThat(client().schema(7)).isEqualTo(new WriterSchema.Unknown());
    assertThat(requests).hasSize(1);
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
    answer((request, number) -> send(request, status, body));
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(url().toString())
        .hasMessageContaining("answered " + status);
    assertThat(requests).hasSize(3);
  }

  @Test
  void passingFaultIsRetried() {
    answer(
        (request, number) ->
            send(
                request,
                number < 3 ? 500 : 200,
                number < 3 ? "busy" : schemaJson(BINANCE.rawSchema())));
    assertThat(client().schema(7)).isInstanceOf(WriterSchema.Found.class);
    assertThat(requests).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangingRegistryIsASystemFault(boolean afterTheHeaders) {
    answer(
        (request, number) -> {
          if (afterTheHeaders) {
            request.sendResponseHeaders(200, 100);
            request.getResponseBody().flush();
          }
        });
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("no response within PT0.3S");
  }

  @Test
  void stoppedRegistryIsASystemFault() throws IOException {
    URI unused = freeUrl();
    assertThatThrownBy(() -> new SchemaRegistryClient(settings(null, unused)).schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(unused.toString())
        .hasMessageContaining("ConnectException");
  }

  @Test
  void urlsAreTriedInTurn() throws IOException {
    answer((request, number) -> send(request, 200, schemaJson(BINANCE.rawSchema())));
    assertThat(new SchemaRegistryClient(settings(null, freeUrl(), url())).schema(7))
        .isInstanceOf(WriterSchema.Found.class);
    assertThat(requests).hasSize(1);
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
    answer((request, number) -> send(request, 200, body));
    assertThat(client().schema(7))
        .isInstanceOfSatisfying(
            WriterSchema.Unusable.class, unusable -> assertThat(unusable.why()).contains("7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "PROTOBUF"})
  void otherTypesOfSchemasAreNamed(String type) {
    answer(
        (request, number) ->
            send(request, 200, "{\"schema\": \"{}\", \"schemaType\": \"" + type + "\"}"));
    assertThat(client().schema(7)).isEqualTo(new WriterSchema.OtherType(type));
  }

  @Test
  void referencesAreFetchedOnceEach() {
    Map<String, String> registry =
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
    answer(
        (request, number) ->
            send(
                request,
                200,
                registry.get(request.getRequestURI().toString().substring(PATH.length()))));
    assertThat(client().schema(7))
        .isInstanceOfSatisfying(
            WriterSchema.Found.class,
            found ->
                assertThat(found.schema().getField("a").schema().getField("b").schema())
                    .isEqualTo(found.schema().getField("b").schema()));
    assertThat(requests).hasSize(3);
  }

  @Test
  void unresolvableReferenceIsASystemFault() {
    answer(
        (request, number) -> {
          boolean schema = request.getRequestURI().getPath().endsWith("/schemas/ids/7");
          send(
              request,
              schema ? 200 : 404,
              schema
                  ? referring("{'type': 'record', 'name': 'T', 'fields': []}", "gone")
                  : "{\"error_code\": 40401, \"message\": \"Subject not found.\"}");
        });
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("version 3 of subject gone, to which schema 7 refers");
  }

  @Test
  void pageOfAnotherServerIsNamedOnOneLine() {
    String page =
        "<!DOCTYPE html>\n<html>\r\n<body>" + "Please sign in ".repeat(20) + "</body></html>";
    answer((request, number) -> send(request, 200, page));
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("answered 200 \"<!DOCTYPE html>\\n<html>\\r\\n<body>Please")
        .hasMessageContaining("…\" (" + page.length() + " characters)")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectWithinTheRegistryIsFollowed(int status) {
    answer(
        (request, number) -> {
          if (number == 1) {
            redirect(request, status, PATH + "/other/schemas/ids/7");
          } else {
            send(request, 200, schemaJson(BINANCE.rawSchema()));
          }
        });
    SchemaRegistryClient client = new SchemaRegistryClient(settings("me:secret", url()));
    assertThat(client.schema(7)).isInstanceOf(WriterSchema.Found.class);
    assertThat(requests.get(1).getRequestURI()).hasToString(PATH + "/other/schemas/ids/7");
    assertThat(requests.get(1).getRequestHeaders()).containsKey("Authorization");
  }

  @Test
  void redirectToAnotherConfiguredHostIsFollowed() {
    answer(
        (request, number) -> {
          if (request.getRequestHeaders().getFirst("Host").startsWith("localhost")) {
            redirect(request, 302, "http://127.0.0.1:" + server.getAddress().getPort() + PATH);
          } else {
            send(request, 200, schemaJson(BINANCE.rawSchema()));
          }
        });
    URI other = URI.create("http://127.0.0.1:1");
    assertThat(new SchemaRegistryClient(settings(null, url(), other)).schema(7))
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
    answer((request, number) -> redirect(request, 302, location));
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(url() + " redirects to \"" + location + "\", which is not followed");
  }

  @Test
  void redirectsInACircleEnd() {
    answer((request, number) -> redirect(request, 307, request.getRequestURI().toString()));
    assertThatThrownBy(() -> client().schema(7))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("there were 5 redirects before it");
  }

  @Test
  void redirectedRegistrationRemainsAPost() {
    answer(
        (request, number) -> {
          if (number == 1) {
            redirect(request, 307, PATH + "/primary");
          } else {
            send(request, 200, "{\"id\": 12}");
          }
        });
    assertThat(client().register("s", BINANCE.rawSchema())).isEqualTo(12);
    assertThat(requests.get(1).getRequestMethod()).isEqualTo("POST");
  }

  @Test
  void redirectThatWouldChangeAPostIsNamed() {
    answer((request, number) -> redirect(request, 302, PATH + "/primary"));
    assertThatThrownBy(() -> client().register("s", BINANCE.rawSchema()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("status 302 changes a POST to a GET");
  }

  private static void redirect(HttpExchange request, int status, String location)
      throws IOException {
    request.getResponseHeaders().add("Location", location);
    send(request, status, "");
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

  private void answer(Answer answer) {
    server.createContext(
        PATH,
        request -> {
          requests.add(request);
          answer.to(request, requests.size());
        });
  }

  private static void send(HttpExchange request, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    request.getResponseBody().write(bytes);
    request.close();
  }

  private static String schemaJson(Schema schema) {
    return new ObjectMapper().createObjectNode().put("schema", schema.toString()).toString();
  }

  private SchemaRegistryClient client() {
    return new SchemaRegistryClient(settings(null, url()));
  }

  private URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + PATH);
  }

  private static URI freeUrl() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return URI.create("http://localhost:" + socket.getLocalPort());
    }
  }

  private static RegistrySettings settings(String userInfo, URI... urls) {
    return new RegistrySettings(
        List.of(urls),
        userInfo,
        Duration.ofSeconds(1),
        Duration.ofMillis(300),
        3,
        Duration.ofMillis(1));
  }
}
