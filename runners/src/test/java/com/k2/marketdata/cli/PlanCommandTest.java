package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  @Test
  void arithmeticComesBeforeTheJudgement() {
    String out = K2Run.of("plan", "lean").succeeded().out();
    assertThat(out)
        .containsSubsequence(
            "Containers, in MB",
            "worker 1",
            "Heap of an executor by region, in MB",
            "Total: budget 2,548 MB, measured 1,988 MB.",
            "The plan lean is accepted.");
  }

  @Test
  void documentShowsTheRealOutput() throws IOException {
    String document = Files.readString(Path.of("../docs/cluster.md"));
    String lean = K2Run.of("plan", "lean").out();
    assertThat(document).contains(lean.replaceAll("(?m)^(?=.)", "    "));
    String classic = K2Run.of("plan", "classic").out();
    String judgement = classic.substring(classic.indexOf("Total: "));
    assertThat(document).contains(judgement.replaceAll("(?m)^(?=.)", "    "));
  }

  @Test
  void refusedPlanIsAUsageError() {
    K2Run run = K2Run.of("plan", "classic");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("The plan classic is refused.")
        .contains("- Refused, worker 1: Its processes have a budget of 2,558 MB, but its limit is");
  }

  @Test
  void jsonHasTheSameNumbers() throws JsonProcessingException {
    JsonNode json =
        new ObjectMapper().readTree(K2Run.of("plan", "lean", "--format=json").succeeded().out());
    assertThat(json.path("holds").asBoolean()).isTrue();
    assertThat(json.path("budget").asInt()).isEqualTo(2548);
    assertThat(json.path("measured").asInt()).isEqualTo(1988);
    JsonNode worker = json.path("containers").path(1);
    assertThat(worker.path("name").asText()).isEqualTo("worker 1");
    assertThat(worker.path("limit").asInt()).isEqualTo(2048);
    assertThat(worker.path("parts").path(1).path("heap").asInt()).isEqualTo(480);
    JsonNode job = json.path("jobs").path(0);
    assertThat(job.path("heap").path("execution").asInt()).isEqualTo(87);
    assertThat(job.path("heap").path("taskBuffers").asInt()).isEqualTo(48);
    assertThat(job.path("heap").path("rows").asInt()).isEqualTo(116);
    assertThat(job.path("cycle").path("safeRecords").asLong()).isEqualTo(608_174);
    assertThat(job.path("cycle").path("cycleMs").asLong()).isEqualTo(2886);
    assertThat(json.path("findings").isEmpty()).isTrue();
  }

  @Test
  void errorsOfTheFileAreUsageErrors(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), "workers: {count: 0}\n");
    K2Run.of("plan", file.toString())
        .failed(2, "workers.count is '0'", "daemons is missing.", "jobs is missing.");
    K2Run.of("plan", "gone.yaml").failed(2, "The plan gone.yaml cannot be read");
  }
}
