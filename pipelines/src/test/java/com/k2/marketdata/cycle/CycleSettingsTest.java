package com.k2.marketdata.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.testing.FakeRunner;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a cycle, and its number of tasks. */
class CycleSettingsTest {
  private static final Ledger NO_CYCLE_YET =
      Ledger.starting(new TopicIdentity("cluster", "topic", "id"), "start", 1, Map.of(0, 0L));

  private final FakeRunner runner = new FakeRunner();

  @TempDir private Path state;

  @Test
  void nextCycleUsesTheCoresAvailableNow() {
    CycleSettings settings = settings("--maxBytesPerCycle=100g");
    assertThat(settings.tasks(10_000_000)).isEqualTo(1);
    assertThat(settings.budget(NO_CYCLE_YET)).isEqualTo(500_000);
    runner.hasCores(200);
    assertThat(settings.tasks(10_000_000)).isEqualTo(200);
    assertThat(settings.budget(NO_CYCLE_YET)).isEqualTo(100_000_000);
    runner.hasCores(3);
    assertThat(settings.tasks(10_000_000)).isEqualTo(3);
  }

  @Test
  void fewOffsetsAreOneTask() {
    runner.hasCores(4);
    assertThat(settings().tasks(1)).isEqualTo(1);
    assertThat(settings().tasks(39_999)).isEqualTo(1);
    assertThat(settings().tasks(40_000)).isEqualTo(2);
    assertThat(settings("--minRecordsPerTask=10").tasks(19)).isEqualTo(1);
    assertThat(settings("--minRecordsPerTask=9").tasks(19)).isEqualTo(2);
  }

  @Test
  void optionAndCoresLimitTheTasks() {
    runner.hasCores(8);
    assertThat(settings("--maxTasksPerCycle=3").tasks(10_000_000)).isEqualTo(3);
    assertThat(settings("--maxTasksPerCycle=30").tasks(10_000_000)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--maxTasksPerCycle=-1",
        "--minRecordsPerTask=0",
        "--maxRecordsPerCycle=-1",
        "--maxCycleAge=0s",
        "--maxCycleAge=13h"
      })
  void invalidValuesAreRefused(String option) {
    assertThatThrownBy(() -> settings(option))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(option + ": must");
  }

  private CycleSettings settings(String... more) {
    String[] all =
        Stream.concat(Stream.of("--exchange=binance", "--state=" + state), Stream.of(more))
            .toArray(String[]::new);
    return CycleSettings.of(
        PipelineOptionsFactory.fromArgs(all).as(TradePipelineOptions.class), runner);
  }
}
