package com.k2.marketdata.soak.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.CycleReport;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CycleSampleTest {
  private static final Instant NOW = Instant.parse("2026-11-27T06:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-27 06:00:00.123 INFO  CycleLoop - medallion-binance ",
        "26/11/27 06:00:00 INFO CycleLoop: medallion-binance "
      })
  void readsTheLineOfACycle(String prefix) {
    CycleReport report =
        new CycleReport("c-1", "0:[5,9) 1:[7,13)", 10, 7, 3, 4, 2_048, 321, 12, OptionalLong.of(2));

    assertThat(CycleSample.parse(NOW, prefix + report.line(1_234)))
        .contains(new CycleSample(NOW, "medallion-binance", 10, 7, 3, 1_234, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-27 06:00:00.123 DEBUG CycleLoop - medallion-binance planned cycle=c ranges=0:[5,9)",
        "2026-11-27 06:00:00.123 INFO  LedgerCommit - Committed cycle c to x as snapshot 5",
        ""
      })
  void otherLinesAreNotCycles(String line) {
    assertThat(CycleSample.parse(NOW, line)).isEmpty();
    assertThat(CycleSample.isFailure(line)).isFalse();
  }

  @Test
  void findsFailedCycles() {
    assertThat(
            CycleSample.isFailure(
                "2026-11-27 06:00:00.123 WARN  CycleLoop - medallion-binance failed 1 of at most 8"
                    + " times in a row, retrying in 1000 ms: no answer"))
        .isTrue();
  }
}
