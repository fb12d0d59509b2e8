package com.k2.marketdata.torture.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.CycleReport;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEventTest {
  private static final String TIME = "2026-01-01 10:00:00.123 ";

  @Test
  void planIsRecognized() {
    assertThat(
            LogEvent.parse(
                TIME
                    + "DEBUG CycleLoop - medallion-binance planned cycle=20260101T100000-1f-2"
                    + " ranges=[0:[0,100)]"))
        .contains(new LogEvent.Planned("medallion-binance", "20260101T100000-1f-2"));
  }

  @Test
  void commitIsRecognizedWithTheTablesOwnName() {
    assertThat(
            LogEvent.parse(
                TIME
                    + "INFO  LedgerCommit - Committed cycle 20260101T100000-1f-2 to"
                    + " k2.market_data.silver_dlq_trades as snapshot 55"))
        .contains(new LogEvent.Committed("20260101T100000-1f-2", "silver_dlq_trades"));
  }

  @Test
  void confirmationIsNotAPlan() {
    CycleReport report =
        new CycleReport("c1", "[0:[0,1)]", 1, 1, 0, 1, 900, 50, 0, OptionalLong.empty());

    assertThat(LogEvent.parse(TIME + "INFO  CycleLoop - silver-kraken " + report.line(120)))
        .contains(new LogEvent.Confirmed("silver-kraken", "c1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bronze-kraken failed 1 of at most 8 times in a row, retrying in 200 ms: cycle=c ranges=",
        "bronze-kraken plans cycles of at most half the size, after one of 600 offsets: No memory"
      })
  void failureIsRecognized(String message) {
    assertThat(LogEvent.parse(TIME + "WARN  CycleLoop - " + message))
        .contains(new LogEvent.Failed("bronze-kraken"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO  PipelineLauncher - medallion of [binance] starts on DirectRunner",
        "INFO  LedgerCommit - Cycle c1 was already committed to k2.n.bronze_x_trades as snapshot 1",
        "INFO  CycleLoop - bronze-kraken was stopped during a cycle; no table is half written",
        "	at com.k2.marketdata.loop.CycleLoop.turn(CycleLoop.java:80)",
        ""
      })
  void otherLinesAreNot(String line) {
    assertThat(LogEvent.parse(TIME + line)).isEmpty();
  }
}
