package com.k2.marketdata.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.fault.FaultKind;
import com.k2.marketdata.torture.fault.FaultPlan;
import com.k2.marketdata.torture.fault.Layout;
import com.k2.marketdata.torture.fault.Setup;
import com.k2.marketdata.torture.report.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TortureRunTest {
  private static final int CONFLICT = ExitCode.CONFLICT.code();
  private static final int FAULTS_PER_CHECK = 3;
  private static final List<Setup> SETUPS =
      Setup.all(List.of(Layout.MEDALLION), List.of(Engine.DIRECT, Engine.SPARK));

  private final FakeArena arena = new FakeArena();
  private final List<String> lines = new ArrayList<>();

  @Test
  void checksEverySetupAfterItsFaults() {
    endingConflicts();
    Tally tally = run(checkedTimes(4));

    assertThat(tally.isClean()).isTrue();
    assertThat(tally.hits()).hasSize(4 * FAULTS_PER_CHECK);
    assertThat(checks())
        .containsExactly(
            "check medallion on direct",
            "check medallion on spark",
            "check medallion on direct",
            "check medallion on spark");
    assertThat(lines).hasSize(1 + tally.hits().size());
  }

  @Test
  void everyKindOfFaultHappens() {
    endingConflicts();
    Tally tally = run(checkedTimes(10));

    for (FaultKind kind : FaultKind.values()) {
      assertThat(tally.count(kind)).as("%s", kind).isPositive();
    }
  }

  @Test
  void tablesAreCheckedEvenIfTheTimeIsOver() {
    Tally tally = run(() -> true);

    assertThat(tally.hits()).isEmpty();
    assertThat(checks()).hasSize(1);
  }

  @Test
  void theRunCanEndAfterCountedFaults() {
    endingConflicts();
    arena.checks(new CheckResult(100, 0, 0, 0, 0, List.of()));
    Tally tally =
        new TortureRun(arena, SETUPS, new FaultPlan(5), FAULTS_PER_CHECK, lines::add)
            .run(soFar -> soFar.counted() >= 5);

    assertThat(tally.counted()).isEqualTo(5);
    assertThat(arena.events().get(arena.events().size() - 1)).startsWith("check");
  }

  @Test
  void aFailedCheckEndsTheRun() {
    endingConflicts();
    Tally tally = run(checkedTimes(100), new CheckResult(100, 1, 0, 0, 0, List.of("lost")));

    assertThat(tally.isClean()).isFalse();
    assertThat(checks()).hasSize(1);
  }

  @Test
  void aDriverThatEndsByItselfEndsTheRun() {
    arena.endsWhenPlanning(1, ExitCode.HOLE.code());
    Tally tally = run(checkedTimes(100));

    assertThat(tally.isClean()).isFalse();
    assertThat(lines.get(1)).contains("it ended with exit code 4");
    assertThat(checks()).as("the tables are checked nevertheless").hasSize(1);
  }

  @Test
  void noDriverRunsDuringACheck() {
    endingConflicts();
    run(checkedTimes(6));

    for (int i = 0; i < arena.events().size(); i++) {
      if (arena.events().get(i).startsWith("check")) {
        assertThat(running(arena.events().subList(0, i))).isEmpty();
      }
    }
  }

  /** In the fake arena, zombies and the second driver of a race give up. */
  private void endingConflicts() {
    IntStream.range(0, 1_000).forEach(driver -> arena.endsAfterResume(driver, CONFLICT));
    arena.secondDriversEnd(CONFLICT);
  }

  private Tally run(BooleanSupplier timeIsOver) {
    return run(timeIsOver, new CheckResult(100, 0, 0, 0, 0, List.of()));
  }

  private Tally run(BooleanSupplier timeIsOver, CheckResult result) {
    arena.checks(result);
    return new TortureRun(arena, SETUPS, new FaultPlan(5), FAULTS_PER_CHECK, lines::add)
        .run(tally -> timeIsOver.getAsBoolean());
  }

  private BooleanSupplier checkedTimes(int times) {
    return () -> checks().size() >= times;
  }

  private List<String> checks() {
    return arena.events().stream().filter(event -> event.startsWith("check")).toList();
  }

  private static List<String> running(List<String> events) {
    List<String> running = new ArrayList<>();
    for (String event : events) {
      String driver = event.substring(0, event.indexOf(' '));
      if (event.contains(" start ")) {
        running.add(driver);
      } else if (event.endsWith(" kill") || event.endsWith(" stop") || event.endsWith(" ends")) {
        running.remove(driver);
      }
    }
    return running;
  }
}
