package com.k2.marketdata.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.SparkHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and workers as processes, with the Spark of the test class path. */
class LocalSparkDaemonsIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ResourcePlan plan = ResourcePlan.of("lean");

  @TempDir private Path folder;
  private LoopbackSpark spark;
  private LocalSparkMaster master;
  private LocalSparkWorker worker;

  @BeforeEach
  void create() throws IOException {
    spark = new LoopbackSpark(SparkHome.in(folder.resolve("spark")).folder());
    master = master("master");
    worker = new LocalSparkWorker(1, folder.resolve("worker-1"), spark.worker(plan), master);
  }

  @AfterEach
  void kill() {
    worker.kill();
    master.kill();
  }

  @Test
  void workerOffersThePlansMemoryAndCores() throws IOException {
    master.start(FreePorts.any());
    worker.start(FreePorts.any());

    JsonNode state = state();
    assertThat(state.path("url").asText()).isEqualTo(master.address().orElseThrow());
    JsonNode registered = state.path("workers").path(0);
    assertThat(registered.path("cores").asInt()).isEqualTo(plan.workers().cores());
    assertThat(registered.path("memory").asInt()).isEqualTo(plan.workers().memory().megabytes());
    assertThat(registered.path("webuiaddress").asText()).isEqualTo(worker.ui().orElseThrow());
  }

  @Test
  void restartedMasterRecoversItsWorkers() {
    int port = FreePorts.any();
    master.start(port);
    worker.start(FreePorts.any());
    String ui = master.ui().orElseThrow();
    assertThat(worker.isHealthy(SOON)).isTrue();

    master.kill();
    assertThat(worker.isHealthy(SOON)).isFalse();
    master.start(port);

    assertThat(master.ui()).contains(ui);
    Await.until("the worker is registered again", () -> worker.isHealthy(SOON));
  }

  @Test
  void anotherMasterOnThePortIsRecognized() {
    LocalSparkMaster other = master("other");
    other.start(FreePorts.any());
    try {
      int port = Integer.parseInt(other.address().orElseThrow().replaceAll(".*:", ""));
      assertThatThrownBy(() -> master.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The Spark master ended during its start")
          .hasMessageContaining("another process has taken port " + port);
      assertThat(master.pid()).isEmpty();
    } finally {
      other.kill();
    }
  }

  private LocalSparkMaster master(String name) {
    return new LocalSparkMaster(folder.resolve(name), plan, spark);
  }

  private JsonNode state() throws IOException {
    return new ObjectMapper().readTree(URI.create(master.ui().orElseThrow() + "/json/").toURL());
  }
}
