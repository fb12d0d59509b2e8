package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.report.PlanReport;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.WebPages;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every setting is read back where it acts: in a driver, an executor, a worker and a master of a
 * real cluster. Starting it takes long, so that the tests share one, and each continues where the
 * one before has left it.
 */
@TestMethodOrder(OrderAnnotation.class)
class SparkSettingsIT {
  private static final long MB = 1 << 20;
  private static final Duration KEPT = Duration.ofSeconds(3);
  private static final String PLAN =
      """
      workers: {count: 2, cores: 4, memory: 2g, container: 4g}
      daemons: {heap: 52m, overhead: 104m}
      jobs:
        - name: client
          pipeline: medallion
          exchanges: [binance]
          driver: {heap: 480m, overhead: 192m}
          executor: {heap: 480m, overhead: 224m, cores: 1, count: 3}
          rate: 100
          recordBytes: 200
          trigger: 10s
        - name: cluster
          pipeline: medallion
          exchanges: [kraken]
          driver: {heap: 480m, overhead: 192m}
          executor: {heap: 490m, overhead: 224m, cores: 1, count: 1}
          rate: 100
          recordBytes: 200
          trigger: 10s
      """;

  @TempDir private static Path folder;

  private static ResourcePlan plan;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    plan = ResourcePlan.of(Files.writeString(folder.resolve("plan.yaml"), PLAN).toString());
    cluster =
        StandaloneCluster.start(
            plan, folder, DaemonSettings.worker(plan, Duration.ofSeconds(1), KEPT));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void workersOfferWhatThePlanSays() {
    assertThat(cluster.status().path("workers"))
        .hasSize(2)
        .allSatisfy(
            worker -> {
              assertThat(worker.path("cores").asInt()).isEqualTo(4);
              assertThat(worker.path("memory").asInt()).isEqualTo(2048);
            });
  }

  @Test
  @Order(1)
  void daemonsHaveTheMemoryOfThePlan() throws IOException {
    assertThat(cluster.flags())
        .hasSize(3)
        .allSatisfy(
            flags ->
                assertThat(flags)
                    .contains("-XX:+UseSerialGC")
                    .contains("-XX:TieredStopAtLevel=1 ")
                    .contains("-XX:Tier3InvocationThreshold=1000 ")
                    .contains("-XX:Tier3MinInvocationThreshold=500 ")
                    .contains("-XX:Tier3CompileThreshold=10000 ")
                    .contains("-XX:InitialHeapSize=" + 52 * MB)
                    .contains("-XX:MaxHeapSize=" + 52 * MB)
                    .contains("-XX:+AlwaysPreTouch ")
                    .contains("-XX:MaxMetaspaceSize=" + 80 * MB)
                    .contains("-XX:ReservedCodeCacheSize=" + 32 * MB)
                    .contains("-XX:MaxDirectMemorySize=" + 32 * MB)
                    .contains("-XX:ThreadStackSize=512")
                    .contains("-XX:+ExitOnOutOfMemoryError"));
    assertThat(cluster.environments())
        .hasSize(3)
        .allSatisfy(variables -> assertThat(variables.split("\0")).contains("MALLOC_ARENA_MAX=2"));
  }

  @Test
  @Order(1)
  void daemonsServeTheirMeasurements() {
    String path = DaemonSettings.METRICS + "/";
    assertThat(WebPages.text(cluster.masterPage().resolve(path)))
        .contains("metrics_master_aliveWorkers_Value");
    for (JsonNode worker : cluster.status().path("workers")) {
      assertThat(WebPages.text(URI.create(worker.path("webuiaddress").asText()).resolve(path)))
          .contains("metrics_worker_coresFree_Value");
    }
  }

  @Test
  @Order(2)
  void settingsActInDriversAndExecutors() throws IOException {
    Properties found = probe("client");

    assertJvm(found, "driver");
    assertJvm(found, "executor");
    assertThat(found)
        .containsEntry("driver.arenas", "2")
        .containsEntry("executor.arenas", "2")
        .containsEntry("driver.TieredStopAtLevel", "1")
        .containsEntry("executor.TieredStopAtLevel", "4")
        .containsEntry("executor.Tier4InvocationThreshold", "50000")
        .containsEntry("executor.Tier4MinInvocationThreshold", "6000")
        .containsEntry("executor.Tier4CompileThreshold", "150000")
        .containsEntry("executor.Tier4BackEdgeThreshold", "400000")
        .containsEntry("executor.MaxNodeLimit", "15000");
    // The serial collector keeps one of its survivor spaces out of this number.
    long heap = Long.parseLong(found.getProperty("executor.heap"));
    assertThat(heap).isBetween(460 * MB, 480 * MB);
    long memory = (long) ((heap - 300 * MB) * 0.75);
    assertThat(number(found, "executor.memory")).isCloseTo(memory, within(1L));
    assertThat(number(found, "executor.storage")).isCloseTo((long) (memory * 0.3), within(2L));
    assertThat(found)
        .containsEntry("executor.retryWait", "1000")
        .containsEntry("executor.fetchToMemory", String.valueOf(64 * MB))
        .containsEntry("executor.serializer", "KryoSerializer")
        .containsEntry("executor.namesBeamsClasses", "false")
        .containsEntry("driver.ui", "false")
        .containsEntry("driver.periodicGc", "600")
        // The file spark-defaults.conf says otherwise for these.
        .containsEntry("driver.speculation", "false")
        .containsEntry("driver.eventLog", "false");
    assertThat(number(found, "driver.jobs")).isLessThanOrEqualTo(StatusSettings.RETAINED_JOBS);
    assertThat(number(found, "driver.stages")).isLessThanOrEqualTo(StatusSettings.RETAINED_JOBS);
  }

  @Test
  @Order(3)
  void workersLimitTheLogsOfExecutors() {
    WorkFolders folders = new WorkFolders(cluster);
    Await.until(
        "the task has printed everything",
        () -> folders.outputHas(SettingsProbe.LAST_LINE),
        cluster::logs);

    List<Path> files =
        folders.outputs().stream().filter(file -> file.toFile().length() > 0).toList();
    assertThat(files).hasSize(3);
    assertThat(files.stream().mapToLong(file -> file.toFile().length()).sum())
        .isBetween(32 * MB, 49 * MB);
  }

  @Test
  @Order(3)
  void sparkPlacesExecutorsLikeThePlan() {
    Await.until("all executors have cores", () -> used("coresused") == 3, cluster::logs);
    ResourcePlan client =
        new ResourcePlan("client", plan.workers(), plan.daemons(), plan.jobs().subList(0, 1));
    List<Tuple> planned =
        PlanReport.of(client).workers().stream()
            .map(worker -> tuple(worker.coresUsed(), worker.memoryUsed()))
            .toList();
    assertThat(planned).containsExactlyInAnyOrder(tuple(2, 960), tuple(1, 480));
    assertThat(cluster.status().path("workers"))
        .extracting(
            worker -> worker.path("coresused").asInt(), worker -> worker.path("memoryused").asInt())
        .containsExactlyInAnyOrderElementsOf(planned);
  }

  @Test
  @Order(4)
  void restartedMasterContinuesWithRunningApplications() throws Exception {
    String application = cluster.status().path("activeapps").path(0).path("id").asText();
    cluster.killMaster();
    cluster.startMaster();
    Await.until(
        "the new master has recovered",
        () -> {
          JsonNode status = cluster.status();
          JsonNode app = status.path("activeapps").path(0);
          return status.path("status").asText().equals("ALIVE")
              && app.path("id").asText().equals(application)
              && app.path("state").asText().equals("RUNNING")
              && status.path("aliveworkers").asInt() == 2;
        },
        cluster::logs);
  }

  @Test
  @Order(5)
  void settingsActInDriversOfTheCluster() throws IOException {
    Properties found = probe("cluster");
    assertJvm(found, "driver");
    assertThat(found).containsEntry("driver.TieredStopAtLevel", "1");
  }

  @Test
  @Order(6)
  void workersKeepFoldersThatAreInUse() throws IOException {
    WorkFolders folders = new WorkFolders(cluster);
    List<Path> inUse = folders.all();
    assertThat(inUse).extracting(Path::toString).anyMatch(path -> path.contains("/driver-"));
    assertThat(inUse).filteredOn(path -> path.toString().contains("/app-")).hasSizeGreaterThan(2);
    Duration old = KEPT.multipliedBy(100);
    inUse.forEach(path -> WorkFolders.age(path, old));
    List<Path> ended = List.of(folders.ended(1, old), folders.ended(2, old));

    Await.until(
        "the workers have cleaned up",
        () -> ended.stream().noneMatch(Files::exists),
        cluster::logs);

    assertThat(inUse).allMatch(Files::exists);
  }

  @Test
  @Order(7)
  void workersRemoveFoldersThatHaveEnded() throws IOException {
    Files.createFile(folder.resolve("client.end"));
    Files.createFile(folder.resolve("cluster.end"));
    Await.until("no folder is left", () -> new WorkFolders(cluster).all().isEmpty(), cluster::logs);
  }

  /** Starts a job in the mode that is its name. */
  private static Properties probe(String job) throws IOException {
    Path found = folder.resolve(job + ".found");
    List<String> files = List.of(found.toString(), folder.resolve(job + ".end").toString());
    SparkSettings settings = SparkSettings.of(plan, job);
    if (job.equals("client")) {
      cluster.startDriver(settings, SettingsProbe.class, files);
    } else {
      cluster.submitDriver(settings, SettingsProbe.class, files);
    }
    Await.until("the probe has an answer", () -> Files.exists(found), cluster::logs);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(found)) {
      properties.load(reader);
    }
    return properties;
  }

  private static void assertJvm(Properties found, String process) {
    assertThat(found)
        .containsEntry(process + ".UseSerialGC", "true")
        .containsEntry(
            process + ".InitialHeapSize",
            String.valueOf((process.equals("executor") ? 180 : 210) * MB))
        .containsEntry(process + ".MaxHeapSize", String.valueOf(480 * MB))
        .containsEntry(process + ".MinHeapFreeRatio", "20")
        .containsEntry(process + ".AlwaysPreTouch", "true")
        .containsEntry(process + ".MaxMetaspaceSize", String.valueOf(160 * MB))
        .containsEntry(process + ".ReservedCodeCacheSize", String.valueOf(64 * MB))
        .containsEntry(process + ".MaxDirectMemorySize", String.valueOf(96 * MB))
        .containsEntry(process + ".ThreadStackSize", "512")
        .containsEntry(
            process + ".ExitOnOutOfMemoryError", String.valueOf(process.equals("executor")));
  }

  private static long number(Properties found, String name) {
    return Long.parseLong(found.getProperty(name));
  }

  private static int used(String what) {
    return StreamSupport.stream(cluster.status().path("workers").spliterator(), false)
        .mapToInt(worker -> worker.path(what).asInt())
        .sum();
  }
}
