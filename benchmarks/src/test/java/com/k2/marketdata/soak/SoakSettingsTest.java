package com.k2.marketdata.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakSettingsTest {

  private static SoakSettings settings(int minutes, double load, long backlog) {
    return new SoakSettings(
        ResourcePlan.of("lean"),
        Duration.ofMinutes(minutes),
        load,
        2_000,
        backlog,
        Path.of("out"),
        false);
  }

  @Test
  void longRunIsSampledEveryTenSeconds() {
    SoakSettings settings = settings(45, 1, 0);

    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.collectionInterval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.maintenanceInterval()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void eachThirdOfAShortRunHasSamples() {
    SoakSettings settings = settings(3, 1, 0);

    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.collectionInterval()).isEqualTo(Duration.ofSeconds(6));
    assertThat(settings.maintenanceInterval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void onlyTheOriginalRatesAndBacklogsAreJudged() {
    assertThat(settings(15, 1, 0).isJudged()).isTrue();
    assertThat(settings(15, 20, 0).isJudged()).isFalse();
    assertThat(settings(15, 20, 5_000_000).isJudged()).isTrue();
  }

  @Test
  void ratesAreMultiplesOfTheOriginal() {
    assertThat(OriginalRates.of(List.of("binance", "kraken", "kraken"), 20))
        .isEqualTo(Map.of("binance", 20_000.0, "kraken", 660.0));
    assertThatThrownBy(() -> OriginalRates.of(List.of("coinbase"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'coinbase'");
    assertThatThrownBy(() -> OriginalRates.of(List.of(), 1)).isInstanceOf(UsageException.class);
  }
}
