package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.options.SupervisionOptions.OnFatal;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that follow from others. */
class LoopSettingsTest {
  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "400, 1000"})
  void backoffDoublesUpToItsLimit(int failures, long millis) {
    LoopSettings settings =
        new LoopSettings(
            "job",
            false,
            Duration.ZERO,
            Duration.ofHours(1),
            8,
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            OnHole.EXIT,
            OnFatal.EXIT);
    assertThat(settings.backoff(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void tablesAreAnchoredEveryTenMinutes() {
    CycleOptions options = PipelineOptionsFactory.as(CycleOptions.class);
    options.setTrigger("6h");
    assertThat(LoopSettings.of(options).anchorInterval()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @CsvSource({"once, EXIT", "10s, HOLD"})
  void onHoleDefaultDependsOnTheTrigger(String trigger, OnHole expected) {
    CycleOptions options = PipelineOptionsFactory.as(CycleOptions.class);
    options.setTrigger(trigger);
    assertThat(LoopSettings.of(options).onHole()).isEqualTo(expected);
  }
}
