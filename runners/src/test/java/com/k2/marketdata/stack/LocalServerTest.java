package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.stack.process.JavaClassPath;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private TestServer server;

  /** Listens on a port; run with the argument {@code broken} it prints a line and ends. */
  static final class Main {
    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("broken")) {
        System.out.println("cannot go on: " + System.getenv("REASON"));
        System.exit(1);
      }
      int port = Integer.parseInt(arguments[0]);
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0).start();
    }
  }

  private static final class TestServer extends LocalServer {
    private boolean broken;
    private int prepared;
    private int unanswered;

    TestServer(Path folder) {
      super("test server", "test", folder);
    }

    @Override
    protected String address(int port) {
      return HOST + ":" + port;
    }

    @Override
    protected void prepare(int port) {
      prepared++;
    }

    @Override
    protected List<String> arguments(int port) {
      String classPath = JavaClassPath.current();
      String argument = broken ? "broken" : Integer.toString(port);
      return List.of("-Xmx32m", "-cp", classPath, Main.class.getName(), argument);
    }

    @Override
    protected Map<String, String> environment(int port) {
      return Map.of("REASON", "it is a test");
    }

    @Override
    protected boolean isReady(int port, Duration within) {
      if (unanswered > 0) {
        unanswered--;
        return false;
      }
      try (Socket socket = new Socket(HOST, port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    }
  }

  @BeforeEach
  void create() {
    server = new TestServer(folder);
  }

  @AfterEach
  void kill() {
    server.kill();
  }

  @Test
  void laterCommandFindsAndStopsTheServer() {
    int port = FreePorts.any();
    server.start(port);

    TestServer later = new TestServer(folder);
    assertThat(later.pid()).isPresent().isEqualTo(server.pid());
    assertThat(later.address()).contains("127.0.0.1:" + port);
    assertThat(later.isHealthy(SOON)).isTrue();
    assertThat(later.stop()).isTrue();

    assertThat(server.pid()).isEmpty();
    assertThat(server.address()).isEmpty();
    assertThat(server.isHealthy(SOON)).isFalse();
    assertThat(server.stop()).isFalse();
  }

  @Test
  void stoppedServerStartsAgainOnItsPort() {
    int port = FreePorts.any();
    server.start(port);
    server.kill();
    server.start(server.lastPort().orElseThrow());
    assertThat(server.port()).contains(port);
    assertThat(server.prepared).isEqualTo(2);
  }

  @Test
  void runningServerIsNotStartedTwice() {
    server.start(FreePorts.any());
    assertThatThrownBy(() -> server.start(FreePorts.any()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test server")
        .hasMessageContaining("already running");
    assertThat(server.prepared).isOne();
  }

  @Test
  void serverThatEndsShowsItsLog() {
    server.broken = true;
    assertThatThrownBy(() -> server.start(FreePorts.any()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("test server ended during its start")
        .hasMessageContaining("cannot go on: it is a test");
  }

  /** As a Spark worker does whose master was started again. */
  @Test
  void runningServerMayAnswerLater() {
    int port = FreePorts.any();
    server.start(port);
    server.unanswered = 3;
    List<String> progress = new ArrayList<>();

    new ServerStarts(progress::add).ensureRunning("the test server", server, port);

    assertThat(progress).containsExactly("The test server is already running on 127.0.0.1:" + port);
    assertThat(server.unanswered).isZero();
  }

  @Test
  void processOfAnotherProgramIsNotTouched() throws IOException {
    long ownPid = ProcessHandle.current().pid();
    Files.writeString(
        folder.resolve("process.json"), "{\"pid\": %d, \"port\": 1}".formatted(ownPid));
    assertThat(server.pid()).isEmpty();
    assertThat(server.lastPort()).contains(1);
    assertThat(server.kill()).isFalse(); // otherwise this test would end here
  }
}
