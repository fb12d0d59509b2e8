package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.spark.DaemonSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker of a Spark standalone cluster; ready once its master has registered it. */
public final class LocalSparkWorker extends SparkDaemon {
  private static final int UI_PORT = 8091;

  private final LocalSparkMaster master;

  /** The worker of a folder; nothing is started yet. */
  LocalSparkWorker(int number, Path folder, DaemonSettings settings, LocalSparkMaster master) {
    super("Spark worker " + number, "worker-" + number, folder, settings, UI_PORT + number - 1);
    this.master = master;
  }

  @Override
  String main() {
    return "org.apache.spark.deploy.worker.Worker";
  }

  @Override
  List<String> arguments() {
    return List.of(
        "--work-dir", folder().resolve("work").toString(), master.address().orElseThrow());
  }

  @Override
  protected String address(int port) {
    return HOST + ":" + port;
  }

  @Override
  protected boolean isReady(int port, Duration within) {
    return json("/json/", within)
        .map(worker -> worker.path("id").asText())
        .filter(id -> master.hasWorker(id, within))
        .isPresent();
  }
}
