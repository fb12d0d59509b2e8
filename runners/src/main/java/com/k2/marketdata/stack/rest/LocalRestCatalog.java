package com.k2.marketdata.stack.rest;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.stack.CatalogServer;
import com.k2.marketdata.stack.LocalServer;
import com.k2.marketdata.stack.StoredSecret;
import com.k2.marketdata.stack.process.JavaClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/** A REST catalog on SQLite, whose tables have their files in a store. */
public final class LocalRestCatalog extends LocalServer implements CatalogServer {
  /** The setting that has the token of clients. */
  static final String TOKEN = "token";

  private final Supplier<Map<String, String>> storeProperties;
  private final StoredSecret token;

  /**
   * The server of a folder; nothing is started yet.
   *
   * @param storeProperties the catalog properties of the store, once it is running
   */
  public LocalRestCatalog(Path folder, Supplier<Map<String, String>> storeProperties) {
    super("REST catalog", "rest", folder);
    this.storeProperties = storeProperties;
    token = new StoredSecret(folder().resolve("token"));
  }

  /** Whether the server has been started in this folder before. */
  public boolean isUsed() {
    return Files.isDirectory(folder());
  }

  @Override
  public Optional<Map<String, String>> catalogProperties() {
    return address().map(uri -> Map.of("type", "rest", "uri", uri, TOKEN, token.value()));
  }

  @Override
  protected String address(int port) {
    return "http://" + HOST + ":" + port;
  }

  @Override
  protected void prepare(int port) {
    Path file = settingsFile(folder());
    try {
      PrivateFiles.createFolders(folder());
      try (OutputStream out = Files.newOutputStream(PrivateFiles.createFile(file))) {
        settings().store(out, null);
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write the REST catalog's " + file + ": " + e, e);
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.putAll(storeProperties.get());
    settings.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    settings.put(TOKEN, token.value());
    return settings;
  }

  /** The store may have another address since the server was started. */
  @Override
  public void stopIfOutdated() {
    if (pid().isPresent() && !settings().equals(readSettings(folder()))) {
      stop();
    }
  }

  @Override
  protected List<String> arguments(int port) {
    return List.of(
        "-Xmx192m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        RestCatalogMain.class.getName(),
        folder().toString(),
        Integer.toString(port));
  }

  @Override
  protected Map<String, String> environment(int port) {
    return Map.of("CLASSPATH", JavaClassPath.current());
  }

  /** Another server does not accept this server's token. */
  @Override
  protected boolean isReady(int port, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address(port) + RestCatalogHandler.ROOT + "namespaces"))
            .header("Authorization", "Bearer " + token.value())
            .timeout(within)
            .build();
    try {
      return HttpClient.newBuilder()
              .connectTimeout(within)
              .build()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the REST catalog", e);
    }
  }

  /** The settings that the server of a folder was started with. */
  static Properties readSettings(Path folder) {
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(settingsFile(folder))) {
      settings.load(in);
    } catch (IOException e) {
      throw new SystemFaultException(
          "Cannot read the REST catalog's " + settingsFile(folder) + ": " + e, e);
    }
    return settings;
  }

  private static Path settingsFile(Path folder) {
    return folder.resolve("rest.properties");
  }

  /** The folder of the database. */
  static Path data(Path folder) {
    return folder.resolve("data");
  }
}
