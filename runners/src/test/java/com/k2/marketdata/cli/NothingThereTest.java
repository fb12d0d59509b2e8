package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Run;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands without tables or a broker report that in one line and create nothing. */
class NothingThereTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql|SELECT 1",
        "verify",
        "verify|--runner=SparkRunner|--sparkMaster=local[1]",
        "ledger|show",
        "ledger|set|--exchange=binance|--partition=0|--next=3|--yes",
        "rollback|--exchange=binance|--to=1h",
        "replay|--exchange=binance",
        "dlq|summary",
        "dlq|show|--exchange=binance",
        "catalog|restore"
      })
  void commandsReportThatThereAreNoTables(String command) {
    K2Run run = run(command).failed(2, "There are no tables in " + state(), "--state", "k2 demo");
    assertThat(run.err()).hasLineCount(1);
    assertThat(state()).doesNotExist();
  }

  @Test
  void pipelineWithoutKafkaIsBadUsage() {
    run("run|medallion|--exchange=binance").failed(2, "--bootstrapServers", "k2 up");
    assertThat(state()).doesNotExist();
  }

  @Test
  void pipelineCreatesNoTablesWithoutABroker() {
    run("run|medallion|--exchange=binance|--bootstrap=127.0.0.1:1|--maxFailedCycles=0"
            + "|--kafka.request.timeout.ms=500|--kafka.default.api.timeout.ms=500")
        .failed(3, "Kafka at 127.0.0.1:1 did not answer");
    run("verify").failed(2, "There are no tables");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "down", "down|--wipe"})
  void stackCommandsCreateNoState(String command) {
    assertThat(run(command).succeeded().out()).doesNotContain("Deleted");
    assertThat(state()).doesNotExist();
  }

  private K2Run run(String command) {
    return K2Run.of(
        Stream.concat(Stream.of(command.split("\\|")), Stream.of("--state=" + state()))
            .toArray(String[]::new));
  }

  private Path state() {
    return folder.resolve("state");
  }
}
