package com.k2.marketdata.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.compact.CompactSettings;
import com.k2.marketdata.lake.maintain.expire.ExpirySettings;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.options.MaintainOptions;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceSettingsTest {

  @Test
  void defaultsAreThoseOfTheSteps() {
    MaintenanceSettings settings = settings();
    assertThat(settings.steps()).containsExactly(MaintenanceStep.values());
    assertThat(settings.execute()).isFalse();
    assertThat(settings.plan()).isEmpty();
    assertThat(settings.compact()).isEqualTo(CompactSettings.DEFAULTS);
    assertThat(settings.expiry()).isEqualTo(ExpirySettings.defaults());
    assertThat(settings.orphans()).isEqualTo(OrphanSettings.DEFAULTS);
  }

  @Test
  void onlyExecutionDeletesOrphans() {
    assertThat(settings("--execute").orphans().execute()).isTrue();
    assertThat(settings("--orphanAge=5d").orphans().execute()).isFalse();
    assertThat(settings("--orphanAge=5d").orphans().age()).isEqualTo(Duration.ofDays(5));
  }

  @Test
  void namesAreInTheOrderOfMaintenance() {
    List<TableName> all = TableName.of(List.of("all"));
    assertThat(all).extracting(TableName::name).doesNotHaveDuplicates();
    assertThat(all).extracting(TableName::role).isSorted();
    assertThat(TableName.of(List.of("silver_dlq_trades", "bronze_kraken_trades")))
        .extracting(TableName::name)
        .containsExactly("bronze_kraken_trades", "silver_dlq_trades");
    assertThatThrownBy(() -> TableName.of(List.of("trades")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'trades'")
        .hasMessageContaining("silver_dlq_trades");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--steps=compact,vacuum",
        "--snapshotAge=1m",
        "--minSnapshots=0",
        "--maxSnapshots=5",
        "--maxMetadata=x",
        "--orphanAge=0s",
        "--orphanAge=23h",
        "--maxShare=2",
        "--settle=soon"
      })
  void wrongValuesAreUsageErrors(String option) {
    assertThatThrownBy(() -> settings(option)).isInstanceOf(UsageException.class);
  }

  private static MaintenanceSettings settings(String... args) {
    return MaintenanceSettings.of(PipelineOptionsFactory.fromArgs(args).as(MaintainOptions.class));
  }
}
