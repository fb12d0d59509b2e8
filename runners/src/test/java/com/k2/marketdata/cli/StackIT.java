package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.LocalDefaults;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.testing.EndedBroker;
import com.k2.marketdata.testing.K2Process;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local stack, started and stopped by other processes, as a user does. */
class StackIT {
  @TempDir private Path folder;

  @BeforeEach
  void preferAPortOfItsOwn() throws IOException {
    EndedBroker.in(folder.resolve(".k2"));
  }

  @AfterEach
  void down() {
    here("down");
  }

  @Test
  void brokerOutlivesItsCommandAndKeepsItsData() throws IOException {
    Path frames = SampleData.copyTo(folder.resolve("sample")).krakenFrames();
    K2Process.Result up = k2("up");
    assertThat(up.exitCode()).as(up.all()).isZero();
    assertThat(up.out()).contains("Kafka is ready on 127.0.0.1:");
    JsonNode first = kafka(status());
    assertThat(first.path("health").asText()).isEqualTo("running");

    assertThat(here("up").out()).contains("already running");
    assertThat(kafka(status())).isEqualTo(first);

    K2Process.Result feed = k2("feed", "--exchange=kraken", "--format=frames", "--file=" + frames);
    assertThat(feed.exitCode()).as(feed.all()).isZero();
    assertThat(feed.out()).contains("38 messages published");

    assertThat(k2("down").out()).contains("Kafka stopped");
    assertThat(kafka(status()).path("health").asText()).isEqualTo("stopped");
    here("up");
    JsonNode status = status();
    assertThat(kafka(status).path("address")).isEqualTo(first.path("address"));
    assertThat(kafka(status).path("pid")).isNotEqualTo(first.path("pid"));
    assertThat(status.path("topics")).hasSize(2);
    assertThat(topic(status, "market.crypto.trades.kraken.raw").path("messages").asLong())
        .isEqualTo(38);
    assertThat(topic(status, "market.crypto.trades.binance.raw").path("partitions").asInt())
        .isEqualTo(6);
    assertThat(here("status").out()).contains("COMPONENT", "running", "TOPIC");
  }

  @Test
  void nextFreePortReplacesATakenOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EndedBroker.in(folder.resolve(".k2"), taken.getLocalPort());

      assertThat(here("up").exitCode()).isZero();
      String address = kafka(status()).path("address").asText();
      assertThat(Integer.parseInt(address.substring(address.indexOf(':') + 1)))
          .isGreaterThan(taken.getLocalPort());
    }
  }

  @Test
  void downEndsOnlyItsOwnProcesses() throws IOException {
    EndedBroker.in(folder.resolve(".k2"), ProcessHandle.current().pid(), 9092);

    K2Process.Result down = here("down");

    // This process is still running.
    assertThat(down.exitCode()).as(down.all()).isZero();
    assertThat(down.out()).contains("No Kafka broker was running");
  }

  @Test
  void wipeDeletesOnlyFilesOfK2() throws IOException {
    Path state = folder.resolve("elsewhere");
    EndedBroker.in(state);
    K2Process.Result up = run("up", "--state=" + state);
    assertThat(up.exitCode()).as(up.all()).isZero();
    Files.writeString(state.resolve("notes.txt"), "mine");
    Files.createDirectories(state.resolve("warehouse/market_data"));

    K2Process.Result wipe = run("down", "--wipe", "--state=" + state);

    assertThat(wipe.exitCode()).as(wipe.all()).isZero();
    assertThat(wipe.out()).contains("notes.txt");
    assertThat(state.toFile().list()).containsExactly("notes.txt");
  }

  @Test
  void localBrokerIsUsedWithoutOtherServers() throws IOException {
    assertThat(bootstrapServers()).isNull();
    here("up");
    String local = kafka(status()).path("address").asText();

    assertThat(bootstrapServers()).isEqualTo(local);
    assertThat(bootstrapServers("--kafka.client.id=me")).isEqualTo(local);
    assertThat(bootstrapServers("--bootstrapServers=given:1")).isEqualTo("given:1");
    assertThat(bootstrapServers("--kafka.bootstrap.servers=given:1")).isNull();
    Path file = Files.writeString(folder.resolve("kafka"), "bootstrap.servers=given:1\n");
    assertThat(bootstrapServers("--kafkaConfig=" + file)).isNull();
  }

  private String bootstrapServers(String... arguments) {
    TableOptions options = Arguments.parse(TableOptions.class, arguments);
    options.setState(folder.resolve(".k2").toString());
    LocalDefaults.applyTo(options);
    return options.getBootstrapServers();
  }

  private K2Process.Result here(String command, String... arguments) {
    return run(
        Stream.concat(Stream.of(command, "--state=" + folder.resolve(".k2")), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** Runs a command in this process, which is faster. */
  private static K2Process.Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        K2.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new K2Process.Result(exitCode, out.toString(), err.toString());
  }

  private K2Process.Result k2(String... arguments) {
    return K2Process.run(folder, Map.of(), arguments);
  }

  private JsonNode status() throws IOException {
    K2Process.Result status = here("status", "--format=json");
    assertThat(status.exitCode()).as(status.all()).isZero();
    return new ObjectMapper().readTree(status.out());
  }

  private static JsonNode kafka(JsonNode status) {
    return status.path("components").path(0);
  }

  private static JsonNode topic(JsonNode status, String name) {
    for (JsonNode topic : status.path("topics")) {
      if (topic.path("name").asText().equals(name)) {
        return topic;
      }
    }
    throw new AssertionError("No topic " + name + " in " + status);
  }
}
