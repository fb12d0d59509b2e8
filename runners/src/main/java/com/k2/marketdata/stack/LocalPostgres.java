package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server for a catalog, with the programs of Debian's package. */
public final class LocalPostgres extends LocalServer implements CatalogServer {
  private static final String USER = "k2";

  /** The database that every new server has. */
  private static final String DATABASE = "postgres";

  private final PostgresPrograms installed;
  private final StoredSecret password;

  /** The server of a folder; nothing is started yet. */
  public LocalPostgres(Path folder) {
    this(folder, PostgresPrograms.ofDebian());
  }

  LocalPostgres(Path folder, PostgresPrograms installed) {
    super("PostgreSQL server", "postgres", folder);
    this.installed = installed;
    password = new StoredSecret(folder().resolve("password"));
  }

  /** The JDBC address, if the server is running. */
  public Optional<String> url() {
    return address();
  }

  /** Whether the programs are installed on this machine. */
  public static boolean isInstalled() {
    return PostgresPrograms.ofDebian().isInstalled();
  }

  /** Whether the server has been started in this folder before. */
  public boolean isUsed() {
    return Files.exists(data());
  }

  @Override
  public Optional<Map<String, String>> catalogProperties() {
    return url()
        .map(
            url ->
                Map.of(
                    "type",
                    "jdbc",
                    "uri",
                    url,
                    "jdbc.user",
                    USER,
                    "jdbc.password",
                    password.value(),
                    "jdbc.schema-version",
                    "V1"));
  }

  @Override
  protected String address(int port) {
    return url(port);
  }

  @Override
  protected void prepare(int port) {
    installed.require(data());
    if (!Files.exists(data())) {
      createData();
    }
  }

  @Override
  protected List<String> program() {
    List<String> program = new ArrayList<>(installed.command("postgres", data()));
    program.add("--" + marker());
    return program;
  }

  @Override
  protected List<String> arguments(int port) {
    return List.of(
        "-D",
        data().toString(),
        "--listen_addresses=" + HOST,
        "--port=" + port,
        "--unix_socket_directories=",
        "--shared_buffers=32MB",
        "--max_connections=60");
  }

  @Override
  protected Map<String, String> environment(int port) {
    return Map.of("LC_ALL", "C");
  }

  /** The marker identifies this folder's server. */
  @Override
  protected boolean isReady(int port, Duration within) {
    String seconds = Long.toString(Math.max(1, within.toSeconds()));
    Properties settings = new Properties();
    settings.put("user", USER);
    settings.put("password", password.value());
    settings.put("loginTimeout", seconds);
    settings.put("socketTimeout", seconds);
    try (Connection connection = DriverManager.getConnection(url(port), settings);
        ResultSet process = connection.createStatement().executeQuery("SHOW k2.process")) {
      return process.next() && marker().equals("k2.process=" + process.getString(1));
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * SIGTERM would wait for the clients to disconnect; SIGINT disconnects them. The shell has {@code
   * kill} built in; not every system has it as a program.
   */
  @Override
  boolean requestEnd(ProcessHandle running) {
    return run(List.of("/bin/sh", "-c", "kill -INT \"$0\"", Long.toString(running.pid())));
  }

  private void createData() {
    try {
      password.value();
      Path draft = Files.createTempDirectory(folder(), "creating");
      installed.own(draft);
      List<String> initialize = new ArrayList<>(installed.command("initdb", draft));
      initialize.addAll(
          List.of(
              "--pgdata=" + draft,
              "--username=" + USER,
              "--pwfile=" + password.file(),
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C"));
      if (!run(initialize)) {
        throw new SystemFaultException(
            "Cannot create the PostgreSQL server's data in " + draft + ":\n" + logTail());
      }
      // Atomic: an interrupted creation is repeated.
      Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot create the data of PostgreSQL: " + e, e);
    }
  }

  /** Whether a command has succeeded. */
  private boolean run(List<String> command) {
    try {
      PrivateFiles.createFolders(folder());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      throw new SystemFaultException("Cannot run " + command.get(0) + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while running " + command.get(0), e);
    }
  }

  private Path data() {
    return folder().resolve("data");
  }

  private static String url(int port) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + DATABASE;
  }
}
