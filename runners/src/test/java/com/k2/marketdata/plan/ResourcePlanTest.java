package com.k2.marketdata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.stack.LocalTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePlanTest {
  private static final String SMALL =
      """
      workers: {count: 1, cores: 2, memory: 2g, container: 4g, tmpfs: {uploads: 64m}}
      daemons: {heap: 64m, overhead: 96m}
      jobs:
        - name: trades
          pipeline: bronze
          exchanges: [kraken]
          driver: {heap: 480m, overhead: 192m}
          executor: {heap: 1g, overhead: 256m, cores: 2, count: 1, measured: 700m}
          rate: 33
          recordBytes: 150
          trigger: 1m
          maxRecordsPerCycle: 10000
      """;

  @Test
  void allFieldsAreRead() {
    ResourcePlan plan = PlanText.parse("small", SMALL);

    assertThat(plan.workers().memory()).isEqualTo(new MemorySize(2048));
    assertThat(plan.workers().tmpfs().total()).isEqualTo(new MemorySize(64));
    assertThat(plan.daemons().container()).isEqualTo(new MemorySize(160));
    Job job = plan.job("trades");
    assertThat(job.executor().budget().total()).isEqualTo(new MemorySize(1280));
    assertThat(job.executor().measured()).contains(new MemorySize(700));
    assertThat(job.driver().container()).isEqualTo(new MemorySize(672));
    assertThat(job.driver().measured()).isEqualTo(Optional.empty());
    assertThat(job.trigger()).isEqualTo(Duration.ofMinutes(1));
    assertThat(job.maxRecordsPerCycle()).isEqualTo(OptionalLong.of(10_000));
    assertThat(job.partitions()).isEqualTo(LocalTopics.PARTITIONS);
    assertThat(job.measured()).isEmpty();
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    String wrong =
        SMALL
            .replace("cores: 2, memory: 2g", "cores: 0, memory: 2048")
            .replace("uploads", "upload")
            .replace("heap: 64m", "heap: -64m")
            .replace("container: 4g", "container: 0m")
            .replace("pipeline: bronze", "pipeline: gold")
            .replace("[kraken]", "[kraken, nasdaq]")
            .replace("    rate: 33\n", "")
            .replace("trigger: 1m", "trigger: soon")
            .replace("recordBytes: 150", "recordBytes: 1.5");

    assertThatThrownBy(() -> PlanText.parse("small", wrong))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("The plan small has errors:\n")
        .hasMessageContaining("\n- workers.cores is '0'. It must be a whole number from 1 to 1000.")
        .hasMessageContaining(
            "\n- workers.memory is '2048', which is not a size. Write a whole number with a unit,"
                + " from 1m to 999g.")
        .hasMessageContaining(
            "\n- workers.tmpfs.upload is not a field here. The fields are localFolders,"
                + " stagedJars, uploads.")
        .hasMessageContaining("\n- workers.container is '0m', which is not a size.")
        .hasMessageContaining("\n- daemons.heap is '-64m', which is not a size.")
        .hasMessageContaining(
            "\n- jobs[0].pipeline is 'gold'. It must be one of bronze, silver, medallion.")
        .hasMessageContaining("\n- jobs[0].exchanges has 'nasdaq'. It must have only binance,")
        .hasMessageContaining("\n- jobs[0].rate is missing.")
        .hasMessageContaining("\n- jobs[0].trigger is 'soon', which is not a duration.")
        .hasMessageContaining("\n- jobs[0].recordBytes is '1.5'. It must be a whole number");
  }

  @Test
  void missingObjectIsOneError() {
    assertThatThrownBy(() -> PlanText.parse("small", SMALL.replaceAll("(?m)^workers.*\n", "")))
        .hasMessage("The plan small has errors:\n- workers is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exchanges: [~]", "exchanges: [kraken, ~]"})
  void emptyValueOfAListIsAnError(String exchanges) {
    assertThatThrownBy(
            () -> PlanText.parse("small", SMALL.replace("exchanges: [kraken]", exchanges)))
        .hasMessage("The plan small has errors:\n- jobs[0].exchanges has an empty value.");
  }

  @Test
  void twoJobsNeedTwoNames() {
    String job = SMALL.substring(SMALL.indexOf("  - name"));
    assertThatThrownBy(() -> PlanText.parse("small", SMALL + job))
        .hasMessageContaining("jobs[1].name is 'trades', the name of another job.");
  }

  @Test
  void textThatIsNotYamlIsUsageError() {
    assertThatThrownBy(() -> PlanText.parse("small", "jobs: [unclosed"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("The plan small is not YAML: ");
    assertThatThrownBy(() -> PlanText.parse("small", SMALL + "jobs: []\n"))
        .hasMessageContaining("duplicate key jobs");
    assertThatThrownBy(() -> PlanText.parse("small", ""))
        .hasMessage("The plan small has errors:\n- The document must be an object with fields.");
  }

  @Test
  void planIsReadFromFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), SMALL);
    assertThat(ResourcePlan.of(file.toString()).jobs()).hasSize(1);

    assertThatThrownBy(() -> ResourcePlan.of("classical"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Give a file, or one of the shipped plans: classic, lean.");
  }

  @Test
  void unknownJobIsUsageError() {
    assertThatThrownBy(() -> ResourcePlan.of("lean").job("gold"))
        .hasMessage("The plan lean has no job 'gold'. Its jobs are: medallion.");
  }

  @Test
  void pipelinesOfPlansAreThoseOfTheLauncher() {
    assertThat(PlanText.PIPELINES).containsExactlyInAnyOrderElementsOf(PipelineLauncher.names());
  }

  @Test
  void shippedPlansHaveTheOriginalRates() {
    for (String name : ResourcePlan.SHIPPED) {
      ResourcePlan plan = ResourcePlan.of(name);
      int perMessage = name.equals("classic") ? 2 : 1;
      assertThat(plan.jobs().stream().mapToInt(Job::rate).sum()).isEqualTo(1033 * perMessage);
    }
  }
}
