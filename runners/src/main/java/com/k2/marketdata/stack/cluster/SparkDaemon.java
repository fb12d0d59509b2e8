package com.k2.marketdata.stack.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import com.k2.marketdata.spark.DaemonSettings;
import com.k2.marketdata.stack.LocalServer;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon of a Spark standalone cluster, with its web interface. */
abstract class SparkDaemon extends LocalServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final DaemonSettings settings;
  private final int preferredUiPort;

  /**
   * The daemon of a folder; nothing is started yet.
   *
   * @param name of the log
   */
  SparkDaemon(
      String title, String name, Path folder, DaemonSettings settings, int preferredUiPort) {
    super(title, name, folder);
    this.settings = settings;
    this.preferredUiPort = preferredUiPort;
  }

  /** The main class. */
  abstract String main();

  /** Arguments of the main class beside those of all daemons. */
  abstract List<String> arguments();

  /** The address of the web interface, if the daemon is running. */
  @Override
  public final Optional<String> ui() {
    return port().map(any -> uiAddress());
  }

  /** Keeps the port of the web interface where possible, so that a user's bookmark stays valid. */
  @Override
  protected final void prepare(int port) {
    try {
      PrivateFiles.createFolders(folder());
      int preferred = Files.exists(uiPortFile()) ? uiPort() : preferredUiPort;
      Files.writeString(uiPortFile(), Integer.toString(FreePorts.atOrAbove(preferred)));
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write " + uiPortFile() + ": " + e, e);
    }
  }

  @Override
  protected final List<String> arguments(int port) {
    List<String> all = new ArrayList<>(settings.options());
    all.add(main());
    all.addAll(List.of("--host", HOST, "--port", Integer.toString(port)));
    all.addAll(List.of("--webui-port", Integer.toString(uiPort())));
    all.addAll(settings.arguments());
    all.addAll(arguments());
    return all;
  }

  @Override
  protected final Map<String, String> environment(int port) {
    return settings.environment();
  }

  /** A JSON document of the web interface; empty if nothing answers with one. */
  final Optional<JsonNode> json(String path, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uiAddress() + path)).timeout(within).build();
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return Optional.of(JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // the page of HTML that a daemon has instead of an unknown path
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for " + uiAddress(), e);
    }
  }

  private String uiAddress() {
    return "http://" + HOST + ":" + uiPort();
  }

  private int uiPort() {
    try {
      return Integer.parseInt(Files.readString(uiPortFile()));
    } catch (IOException e) {
      throw new SystemFaultException("Cannot read " + uiPortFile() + ": " + e, e);
    }
  }

  private Path uiPortFile() {
    return folder().resolve("ui.port");
  }
}
