package com.k2.marketdata.torture.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Fault;
import com.k2.marketdata.torture.fault.FaultKind;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
  private static final Set<Window> WINDOWS = EnumSet.of(Window.READING, Window.SILVER_COMMITTED);

  private final Tally tally = new Tally();

  @Test
  void aWindowBelowTheMinimumIsNamed() {
    tally.add(hit(FaultKind.KILL, Window.READING));
    tally.add(hit(FaultKind.SUSPEND, Window.READING));
    tally.add(hit(FaultKind.KILL, Window.SILVER_COMMITTED));

    assertThat(tally.missing(WINDOWS, 1)).isEmpty();
    assertThat(tally.missing(WINDOWS, 2))
        .containsExactly(
            "The window 'silver committed, dead letters not' was hit by 1 of the 2 kills and"
                + " suspensions that --minPerWindow requires. Run for more minutes.");
  }

  @Test
  void aRunWithoutAnyKillProvesNothing() {
    tally.add(hit(FaultKind.BROKER, Window.READING));

    assertThat(tally.missing(WINDOWS, 0))
        .containsExactly(
            "No kill or suspension hit a driver within a cycle. Run for more minutes.");
  }

  @Test
  void onlyInterruptedDriversCountForTheMinimum() {
    tally.add(hit(FaultKind.BROKER, Window.READING));
    tally.add(hit(FaultKind.RACE, Window.READING));
    tally.add(hit(FaultKind.KILL, Window.OUTSIDE));

    assertThat(tally.missing(EnumSet.of(Window.READING), 1)).hasSize(1);
    assertThat(hit(FaultKind.KILL, Window.OUTSIDE).counts()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, true",
    "1, 0, 0, 0, false",
    "0, 1, 0, 0, false",
    "0, 0, 1, 0, false",
    "0, 0, 0, 1, false"
  })
  void isCleanUnlessTheLastCheckFoundSomething(
      long lost, long duplicated, long invented, long differing, boolean clean) {
    tally.add(checked(0, 0));
    tally.add(new CheckResult(1_000, lost, duplicated, invented, differing, List.of()));

    assertThat(tally.isClean()).isEqualTo(clean);
  }

  @Test
  void aFindingIsNotClean() {
    tally.finding("A driver ended.");

    assertThat(tally.isClean()).isFalse();
    assertThat(Lines.summary(tally, WINDOWS)).endsWith("Unexpected: A driver ended.");
  }

  @Test
  void aLineHasTheWindowAndTheLastCheck() {
    tally.add(hit(FaultKind.KILL, Window.SILVER_COMMITTED));
    assertThat(Lines.line(tally, LocalTime.of(9, 5, 7)))
        .isEqualTo(
            "   1  09:05:07  kill     silver     spark   silver committed, dead letters not     "
                + "  2.5 s  not checked yet");

    tally.add(checked(3, 0));
    tally.add(hit(FaultKind.RACE, Window.UNKNOWN));
    assertThat(Lines.line(tally, LocalTime.NOON))
        .startsWith("   2  12:00:00  race     silver ")
        .contains(" -  ")
        .endsWith("1,000 messages: 3 lost, 0 duplicated, 0 invented, 0 differing");
  }

  @Test
  void theSummaryCountsKindsByWindow() {
    tally.add(hit(FaultKind.KILL, Window.READING));
    tally.add(hit(FaultKind.KILL, Window.READING));
    tally.add(hit(FaultKind.SUSPEND, Window.SILVER_COMMITTED));
    tally.add(hit(FaultKind.BROKER, Window.READING));
    tally.add(hit(FaultKind.RACE, Window.UNKNOWN));
    tally.add(checked(0, 2));

    assertThat(tally.counted()).isEqualTo(3);

    assertThat(Lines.summary(tally, WINDOWS).lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "WINDOW|KILLS|SUSPENDS|BROKER|COUNTED",
            "reading and writing files|2|0|1|2",
            "silver committed, dead letters not|0|1|0|1",
            "outside of a cycle|0|0|0|-",
            "unknown|0|0|0|-",
            "",
            "Races of two drivers: 1",
            "Checks: 1",
            "Last check: 1,000 messages: 0 lost, 0 duplicated, 0 invented, 2 differing",
            "|an example");
  }

  private static Hit hit(FaultKind kind, Window window) {
    return new Hit(
        new Fault(kind, Job.SILVER, window, 0), Engine.SPARK, window, Duration.ofMillis(2_500));
  }

  private static CheckResult checked(long lost, long differing) {
    return new CheckResult(
        1_000, lost, 0, 0, differing, lost + differing == 0 ? List.of() : List.of("an example"));
  }
}
