package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.DaemonSettings;
import com.k2.marketdata.spark.SparkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The memory and cores of {@code docker-compose.yml} are those of the plans. Files in memory count
 * towards a container's limit, so each limit is larger by their size.
 */
class ComposeLimitsTest {
  private static final ComposeFile FILE = ComposeFile.read(Path.of(".."));

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void masterHasTheMemoryOfThePlan(String name) {
    ResourcePlan plan = ResourcePlan.of(name);
    Service master = FILE.service(name + "-master");
    assertThat(master.limit()).isEqualTo(plan.daemons().container().plus(master.tmpfs()));
    assertThat(master.environment()).containsAllEntriesOf(SparkFiles.master(plan).environment());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void workersOfferWhatThePlanSays(String name) {
    ResourcePlan plan = ResourcePlan.of(name);
    DaemonSettings settings = DaemonSettings.worker(plan);
    assertThat(named(name + "-worker-\\d+"))
        .hasSize(plan.workers().count())
        .allSatisfy(
            worker -> {
              assertThat(worker.limit()).isEqualTo(plan.workers().container().plus(worker.tmpfs()));
              assertThat(worker.cpus()).isEqualTo(plan.workers().cores());
              assertThat(worker.command()).endsWith(settings.arguments().toArray(String[]::new));
              assertThat(worker.environment()).containsAllEntriesOf(settings.environment());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"lean", "classic"})
  void eachJobHasADriverOfItsSize(String name) {
    List<Job> jobs = ResourcePlan.of(name).jobs();
    assertThat(named(name + "-(?!master|worker).*")).hasSize(jobs.size());
    for (Job job : jobs) {
      Service driver = FILE.service(name + "-" + job.name());
      assertThat(driver.limit()).isEqualTo(job.driver().container().plus(driver.tmpfs()));
      assertThat(driver.command())
          .containsSequence("/etc/k2/" + name + "/" + job.name() + ".conf", "run", job.pipeline());
      assertThat(driver.environment()).containsAllEntriesOf(SparkSettings.of(job).environment());
      assertThat(List.of(driver.option("--exchange").split(","))).isEqualTo(job.exchanges());
      assertThat(driver.option("--trigger")).isEqualTo(job.trigger().toSeconds() + "s");
    }
  }

  @Test
  void localDriversHaveTheirBudget() {
    assertThat(named("catalog|maintain|verify"))
        .hasSize(3)
        .allSatisfy(
            driver -> {
              assertThat(driver.limit()).isEqualTo(SparkFiles.LOCAL.total().plus(driver.tmpfs()));
              assertThat(driver.command()).containsSequence("local[1]", "/etc/k2/maintain.conf");
            });
  }

  /** Swap would hide a limit that is too small, until everything is slow. */
  @Test
  void everyServiceHasLimitsWithoutSwap() {
    assertThat(FILE.services().values())
        .allSatisfy(
            service -> {
              assertThat(service.text("memswap_limit")).isEqualTo(service.text("mem_limit"));
              assertThat(service.limit()).isGreaterThan(service.tmpfs());
              assertThat(service.cpus()).isBetween(0.5, 2.0);
            });
  }

  @Test
  void largeTemporaryFilesAreOnVolumes() {
    String scratch = SparkFiles.VOLUME.resolve("scratch").toString();
    assertThat(named("(lean|classic)-.*|catalog|maintain|verify"))
        .allSatisfy(
            service -> {
              assertThat(service.environment()).containsEntry("SPARK_LOCAL_DIRS", scratch);
              assertThat(service.mounts())
                  .filteredOn(Service.Mount::isVolume)
                  .extracting(Service.Mount::target)
                  .containsExactly(SparkFiles.VOLUME.toString());
            });
    assertThat(FILE.text("docker/k2/catalog.properties")).contains("s3.staging-dir=" + scratch);
  }

  @Test
  void documentHasTheNumbersOfTheFile() {
    List<String> rows = FILE.text("docs/compose.md").lines().toList();
    assertThat(FILE.services().values())
        .allSatisfy(
            service ->
                assertThat(rows)
                    .filteredOn(row -> row.contains("`" + service.name() + "`"))
                    .anyMatch(row -> row.endsWith(numbers(service))));
    for (String plan : ResourcePlan.SHIPPED) {
      assertThat(FILE.text("docs/compose.md")).contains(total(plan) + " for `" + plan + "`");
    }
  }

  private static String numbers(Service service) {
    int limit = service.limit().megabytes();
    int files = service.tmpfs().megabytes();
    return String.format(
        Locale.ROOT, "| %,d | %,d | %,d | %s |", limit - files, files, limit, service.text("cpus"));
  }

  /** The limits of what runs all the time with a plan. */
  private static MemorySize total(String plan) {
    return FILE.services().values().stream()
        .filter(Service::isServer)
        .filter(service -> List.of("", "[" + plan + "]").contains(service.text("profiles")))
        .map(Service::limit)
        .reduce(MemorySize.ZERO, MemorySize::plus);
  }

  private static List<Service> named(String pattern) {
    return FILE.services().values().stream()
        .filter(service -> service.name().matches(pattern))
        .toList();
  }
}
