package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.LocalPostgres;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.io.FileUtils;

/** A PostgreSQL server and an object store for tests, with a temporary folder. */
public final class LocalServices implements AutoCloseable {
  /** Keeps the store's program, so that Maven fetches it once per build. */
  private static final Path PROGRAM = Path.of("target/object-store");

  private final Path folder;
  private final LocalPostgres postgres;
  private final LocalObjectStore store;

  private LocalServices(Path folder) throws IOException {
    this.folder = folder;
    postgres = new LocalPostgres(folder.resolve("postgres"));
    store = new LocalObjectStore(linkProgram(folder.resolve("store")));
  }

  /** Starts both, and waits until they answer. */
  public static LocalServices start() {
    try {
      LocalServices services = new LocalServices(Files.createTempDirectory("k2-services"));
      // An interrupted test run must not leave them running.
      Runtime.getRuntime().addShutdownHook(new Thread(services::close));
      services.postgres.start(FreePorts.any());
      services.store.start(FreePorts.any());
      return services;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Links a store's folder to the program that all stores of the build use. */
  public static Path linkProgram(Path folder) throws IOException {
    Files.createDirectories(PROGRAM);
    try (FileChannel channel =
            FileChannel.open(
                PROGRAM.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      new LocalObjectStore(PROGRAM).install();
    }
    Files.createDirectories(folder);
    try (var programs = Files.newDirectoryStream(PROGRAM, "s3proxy-*")) {
      for (Path program : programs) {
        Files.createSymbolicLink(
            folder.resolve(program.getFileName()), program.toAbsolutePath().normalize());
      }
    }
    return folder;
  }

  /** The properties of a catalog in a new database of PostgreSQL. */
  public Map<String, String> newDatabase(String name) {
    Map<String, String> properties = new HashMap<>(postgres.catalogProperties().orElseThrow());
    try (Connection connection =
        DriverManager.getConnection(
            properties.get("uri"), properties.get("jdbc.user"), properties.get("jdbc.password"))) {
      connection.createStatement().execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    properties.computeIfPresent("uri", (any, uri) -> uri.replaceFirst("/\\w+$", "/" + name));
    return properties;
  }

  /** The properties of a catalog with its files in the store, below a prefix. */
  public Map<String, String> store(String prefix) {
    Map<String, String> properties = new HashMap<>(store.catalogProperties().orElseThrow());
    properties.merge("warehouse", prefix, (bucket, below) -> bucket + "/" + below);
    return properties;
  }

  /** The file of an object, for a key without the bucket. */
  public Path object(String key) {
    return store.object(key);
  }

  /** Writes the properties of a catalog into a file, and returns the option that names it. */
  public static String option(CatalogConfig catalog, Path file) {
    Properties properties = new Properties();
    properties.putAll(catalog.properties());
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--catalogConfig=" + file;
  }

  /** Stops both, and deletes their data. */
  @Override
  public void close() {
    store.kill();
    postgres.stop();
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
