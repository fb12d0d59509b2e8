package com.k2.marketdata.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.stack.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What later commands find of a cluster in its state folder. */
class LocalClusterTest {
  @TempDir private Path folder;
  private StateFolder state;

  @BeforeEach
  void create() {
    state = StateFolder.at(folder.resolve("state")).create();
  }

  @Test
  void lastPlanIsUsedAfterItsFileIsGone() throws IOException {
    Path file = folder.resolve("mine.yaml");
    String text = ResourcePlan.text("lean");
    Files.writeString(file, text);
    new ClusterSpec(file.toString(), "/old").write(state, text);
    Files.delete(file);

    LocalCluster last = LocalCluster.last(state, "/new").orElseThrow();

    assertThat(last.plan()).isEqualTo(ResourcePlan.of(file.toString(), text));
    assertThat(last.spec()).isEqualTo(new ClusterSpec(file.toString(), "/new"));
  }

  @Test
  void shippedPlanIsKeptAsItWas() {
    new ClusterSpec("lean", "/spark").write(state, ResourcePlan.text("classic"));
    assertThat(LocalCluster.find(state).orElseThrow().plan().jobs()).hasSize(4);
  }

  @Test
  void downStopsServersWithoutAReadablePlan() throws Exception {
    new ClusterSpec("lean", "/spark").write(state, "nonsense");
    assertThatThrownBy(() -> LocalCluster.find(state)).isInstanceOf(UsageException.class);
    Process worker = start("worker-7");
    Process master = start("master");

    List<String> progress = new ArrayList<>();
    LocalCluster.down(state, progress::add);

    assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(master.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(progress).startsWith("Spark worker 7 stopped", "The Spark master stopped");
  }

  @Test
  void unreadableRecordDoesNotKeepOthersRunning() throws Exception {
    Files.createDirectories(state.cluster());
    Files.writeString(
        Files.createDirectories(state.component("worker-1")).resolve("process.json"), "nonsense");
    Process master = start("master");

    assertThatThrownBy(() -> LocalCluster.down(state, line -> {})).hasMessageContaining("worker-1");

    assertThat(master.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A process with the record of a server. */
  private Process start(String server) throws IOException {
    Path path = Files.createDirectories(state.component(server));
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "while :; do sleep 0.1; done", "k2.process=" + path)
            .start();
    Files.writeString(path.resolve("process.json"), "{\"pid\":" + process.pid() + ",\"port\":1}");
    return process;
  }
}
