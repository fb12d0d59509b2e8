package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private LocalPostgres postgres;

  @BeforeEach
  void start() {
    postgres = new LocalPostgres(folder.resolve("first"));
    postgres.start(FreePorts.any());
  }

  @AfterEach
  void stop() {
    postgres.stop();
  }

  @Test
  void dataSurvivesARestartWithClients() throws SQLException {
    // A client that stays connected does not delay the end.
    try (Connection connection = connect(password())) {
      connection.createStatement().execute("CREATE TABLE t AS SELECT 42 AS answer");
      long begin = System.nanoTime();
      assertThat(postgres.stop()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }
    assertThat(postgres.url()).isEmpty();

    postgres.start(postgres.lastPort().orElseThrow());
    try (Connection connection = connect(password());
        ResultSet row = connection.createStatement().executeQuery("SELECT answer FROM t")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void onlyThePrivateFilesPasswordIsAccepted() throws IOException {
    assertThatThrownBy(() -> connect("wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    Path file = folder.resolve("first/password");
    assertThat(Files.readString(file)).isEqualTo(password());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void serverThatTookThePortIsNotOurs() {
    LocalPostgres second = new LocalPostgres(folder.resolve("second"));
    int port = postgres.lastPort().orElseThrow();
    assertThatThrownBy(() -> second.start(port))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("The PostgreSQL server ended during its start")
        .hasMessageContaining("another process has taken port " + port);
    assertThat(second.isReady(port, SOON)).isFalse();
    assertThat(postgres.isHealthy(SOON)).isTrue();
  }

  private String password() {
    return catalog().get("jdbc.password");
  }

  private Map<String, String> catalog() {
    return postgres.catalogProperties().orElseThrow();
  }

  private Connection connect(String password) throws SQLException {
    return DriverManager.getConnection(
        postgres.url().orElseThrow(), catalog().get("jdbc.user"), password);
  }
}
