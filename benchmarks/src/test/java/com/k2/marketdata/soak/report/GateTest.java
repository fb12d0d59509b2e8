package com.k2.marketdata.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {

  private static List<String> memory(Runs run) {
    return Gate.memory(ProcessFigures.of(run.recording()));
  }

  private static List<String> cycles(Runs run) {
    return Gate.cycles(
        LaneFigures.of(run.recording(), Map.of("medallion-binance", Duration.ofSeconds(10))));
  }

  @Test
  void steadyRunPasses() {
    assertThat(memory(Runs.steady())).isEmpty();
    assertThat(cycles(Runs.steady())).isEmpty();
  }

  @Test
  void growthOfExactlyTwoPercentPasses() {
    assertThat(memory(Runs.steady().process(Runs.DRIVER, 400, 400, 408))).isEmpty();
    assertThat(memory(Runs.steady().heap(Runs.DRIVER, 50, 100, 102))).isEmpty();
  }

  @Test
  void growingResidentMemoryIsAViolation() {
    assertThat(memory(Runs.steady().process(Runs.DRIVER, 400, 400, 409)))
        .containsExactly(
            "The largest resident memory of driver of medallion grew by 2.3 % from the middle third"
                + " (400.0 MB) to the last one (409.0 MB); it may grow by 2 %.");
  }

  @Test
  void singleHighSampleIsAViolation() {
    assertThat(memory(Runs.steady().sample(75, Runs.EXECUTOR, 540)))
        .containsExactly(
            "The largest resident memory of executor 0 of medallion grew by 3.8 % from the middle"
                + " third (520.0 MB) to the last one (540.0 MB); it may grow by 2 %.");
  }

  @Test
  void growthInTheFirstTwoThirdsPasses() {
    assertThat(memory(Runs.steady().process(Runs.DRIVER, 200, 410, 410))).isEmpty();
  }

  @Test
  void growingHeapIsAViolation() {
    assertThat(memory(Runs.steady().heap(Runs.EXECUTOR, 60, 60, 63)))
        .containsExactly(
            "The heap after full collections of executor 0 of medallion grew by 5.0 % from the"
                + " middle third (60.0 MB) to the last one (63.0 MB); it may grow by 2 %.");
  }

  @Test
  void processAtEightyPercentIsAViolation() {
    assertThat(memory(Runs.steady().process(Runs.MASTER, 180, 180, 180)))
        .containsExactly(
            "Master used 180 MB, which is 80 % of its limit of 224 MB; it must be less than 80 %.");
  }

  @Test
  void restartedProcessIsAViolation() {
    SoakProcess successor = new SoakProcess(Runs.DRIVER.name(), Kind.DRIVER, 9, 672);
    Runs run = Runs.steady().end(Runs.DRIVER, 50).heap(successor, 80, 90, 90);
    for (int second = 50; second <= Runs.SECONDS; second += 10) {
      run.sample(second, successor, 300);
    }

    assertThat(memory(run))
        .contains(
            "Driver of medallion (process 1) ended during the run.",
            "Driver of medallion (process 9) was started during the run.");
  }

  @Test
  void missingProcessesAreAViolation() {
    assertThat(memory(Runs.steady().remove(Runs.EXECUTOR)))
        .containsExactly("No process of the kind executor was sampled.");
  }

  @Test
  void tooFewSamplesAreAViolation() {
    Runs run =
        Runs.steady()
            .remove(Runs.DRIVER)
            .sample(0, Runs.DRIVER, 400)
            .sample(40, Runs.DRIVER, 400)
            .sample(90, Runs.DRIVER, 400);

    assertThat(memory(run))
        .containsExactly(
            "Driver of medallion has fewer than two samples in a third of the run. Run for more"
                + " minutes.");
  }

  @Test
  void missingHeapLogIsAViolation() {
    assertThat(memory(Runs.steady().withoutHeap(Runs.EXECUTOR)))
        .containsExactly(
            "Executor 0 of medallion has fewer than two full collections in a third of the run. Run"
                + " for more minutes.");
  }

  @Test
  void cycleAsLongAsTheTriggerIsAViolation() {
    assertThat(cycles(Runs.steady().cycle(85, 10_000, 10_000, 0, 10_000)))
        .containsExactly(
            "A cycle of medallion-binance took 10,000 ms; it must be shorter than the trigger of"
                + " 10,000 ms.");
  }

  @Test
  void stalledJobIsAViolation() {
    assertThat(cycles(Runs.steady().withoutCycles().cycle(10, 10_000, 10_000, 0, 2_000)))
        .containsExactly("Medallion-binance had no cycle in the last third of the run.");
  }

  @Test
  void oneDeadLetterInAThousandIsAViolation() {
    assertThat(cycles(Runs.steady().withoutCycles().cycle(80, 10_000, 9_990, 10, 2_000)))
        .containsExactly("0.100 % of the messages are dead letters, and must be less than 0.1 %.");
  }
}
