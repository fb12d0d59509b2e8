package com.k2.marketdata.stack.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.LoopbackSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The master of a Spark standalone cluster. After a restart it recovers its workers and
 * applications from its folder.
 */
public final class LocalSparkMaster extends SparkDaemon {
  private static final int UI_PORT = 8090;

  /** The master of a folder; nothing is started yet. */
  LocalSparkMaster(Path folder, ResourcePlan plan, LoopbackSpark spark) {
    super(
        "Spark master",
        "master",
        folder,
        spark.master(plan, folder.resolve("recovery"), metrics(folder)),
        UI_PORT);
  }

  @Override
  String main() {
    return "org.apache.spark.deploy.master.Master";
  }

  @Override
  List<String> arguments() {
    return List.of();
  }

  @Override
  protected String address(int port) {
    return "spark://" + HOST + ":" + port;
  }

  @Override
  protected boolean isReady(int port, Duration within) {
    return json(metrics(folder()) + "/", within).isPresent()
        && state(within).filter(state -> state.path("status").asText().equals("ALIVE")).isPresent();
  }

  /** Whether a worker is registered and has not been lost since. */
  boolean hasWorker(String id, Duration within) {
    return state(within).stream()
        .flatMap(state -> StreamSupport.stream(state.path("workers").spliterator(), false))
        .filter(worker -> worker.path("id").asText().equals(id))
        .anyMatch(worker -> worker.path("state").asText().equals("ALIVE"));
  }

  /** The applications that have not ended, by id. */
  SortedMap<String, String> applications(Duration within) {
    SortedMap<String, String> names = new TreeMap<>();
    state(within)
        .ifPresent(
            state ->
                state
                    .path("activeapps")
                    .forEach(app -> names.put(app.path("id").asText(), app.path("name").asText())));
    return names;
  }

  private Optional<JsonNode> state(Duration within) {
    return json("/json/", within);
  }

  /** A path of this folder's master only, by which another master is recognized. */
  private static String metrics(Path folder) {
    byte[] path = folder.toString().getBytes(StandardCharsets.UTF_8);
    return "/metrics/" + UUID.nameUUIDFromBytes(path);
  }
}
