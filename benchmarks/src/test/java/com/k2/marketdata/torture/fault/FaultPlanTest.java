package com.k2.marketdata.torture.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultPlanTest {
  private static final Setup MEDALLION = new Setup(Layout.MEDALLION, Engine.DIRECT);
  private static final Setup SPLIT = new Setup(Layout.SPLIT, Engine.DIRECT);

  @ParameterizedTest
  @EnumSource(Layout.class)
  void everyKindAndEveryWindowOccurs(Layout layout) {
    List<Fault> faults = next(new FaultPlan(7), new Setup(layout, Engine.SPARK), 20);

    assertThat(faults).extracting(Fault::kind).contains(FaultKind.values());
    for (Job job : layout.jobs()) {
      for (FaultKind kind : List.of(FaultKind.KILL, FaultKind.SUSPEND)) {
        assertThat(
                faults.stream()
                    .filter(fault -> fault.job() == job && fault.kind() == kind)
                    .map(Fault::window))
            .containsAll(job.windows());
      }
    }
  }

  @Test
  void aimsOnlyAtWindowsOfThePipeline() {
    assertThat(next(new FaultPlan(7), SPLIT, 200))
        .allMatch(fault -> fault.job().windows().contains(fault.window()))
        .noneMatch(fault -> fault.window() == Window.BRONZE_COMMITTED);
  }

  @Test
  void delaysFitTheWindow() {
    assertThat(next(new FaultPlan(7), MEDALLION, 200))
        .allMatch(fault -> fault.delayMillis() < fault.window().maxDelayMillis());
  }

  @Test
  void theSeedDecidesWhateverTheOtherSetupsDo() {
    FaultPlan alone = new FaultPlan(7);
    FaultPlan inTurn = new FaultPlan(7);
    next(inTurn, SPLIT, 5);

    assertThat(next(alone, MEDALLION, 50)).isEqualTo(next(inTurn, MEDALLION, 50));
    assertThat(next(new FaultPlan(8), MEDALLION, 50))
        .isNotEqualTo(next(new FaultPlan(7), MEDALLION, 50));
  }

  private static List<Fault> next(FaultPlan plan, Setup setup, int count) {
    return Stream.generate(() -> plan.next(setup)).limit(count).toList();
  }
}
