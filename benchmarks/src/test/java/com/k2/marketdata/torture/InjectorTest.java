package com.k2.marketdata.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Fault;
import com.k2.marketdata.torture.fault.FaultKind;
import com.k2.marketdata.torture.fault.Layout;
import com.k2.marketdata.torture.fault.Setup;
import com.k2.marketdata.torture.report.Hit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectorTest {
  private static final int CONFLICT = ExitCode.CONFLICT.code();
  private static final Setup SETUP = new Setup(Layout.MEDALLION, Engine.DIRECT);

  private final FakeArena arena = new FakeArena();

  @Test
  void aKilledDriverIsReplaced() {
    Hit hit = inject(FaultKind.KILL, arena.hits(Window.SILVER_COMMITTED));

    assertThat(hit.window()).isEqualTo(Window.SILVER_COMMITTED);
    assertThat(afterStart())
        .containsExactly("1 kill", "2 start medallion on direct", "2 commits", "2 stop");
  }

  @Test
  void aZombieContinuesAfterItsSuccessorHasCommitted() {
    inject(FaultKind.SUSPEND, arena.endsAfterResume(1, CONFLICT));

    assertThat(afterStart())
        .containsExactly(
            "1 suspend",
            "2 start medallion on direct",
            "2 commits",
            "1 resume",
            "1 ends",
            "2 stop");
  }

  @Test
  void aDriverIsStartedIfBothEndedWithConflict() {
    inject(FaultKind.SUSPEND, arena.endsAfterResume(1, CONFLICT).endsWhenPlanning(2, CONFLICT));

    assertThat(afterStart()).endsWith("3 start medallion on direct", "3 commits", "3 stop");
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "4", "70"})
  void aZombieThatEndsInAnotherWayIsAFinding(int code) {
    assertThatThrownBy(() -> inject(FaultKind.SUSPEND, arena.endsAfterResume(1, code)))
        .isInstanceOf(UnexpectedEndException.class)
        .hasMessage(
            "The driver of medallion was expected to end with a conflict, but it ended with exit"
                + " code "
                + code
                + ". Its log is 1.log");
  }

  @Test
  void theDriverThatWinsARaceStays() {
    Hit hit = inject(FaultKind.RACE, arena.endsAtStart(2, CONFLICT));

    assertThat(hit.counts()).isFalse();
    assertThat(afterStart()).containsExactly("2 start medallion on direct", "2 ends", "1 stop");
  }

  @Test
  void theDriverSurvivesTheBroker() {
    inject(FaultKind.BROKER, arena);

    assertThat(afterStart()).containsExactly("kill broker", "start broker", "1 commits", "1 stop");
  }

  @Test
  void aDriverThatDoesNotCommitIsAFinding() {
    assertThatThrownBy(() -> inject(FaultKind.KILL, arena.commitsOnly(number -> number == 1)))
        .isInstanceOf(UnexpectedEndException.class)
        .hasMessageContaining("was expected to commit, but it is still running and did not");
  }

  private Hit inject(FaultKind kind, FakeArena in) {
    Crew crew = Crew.start(in, SETUP);
    Hit hit = new Injector(in).inject(crew, new Fault(kind, Job.MEDALLION, Window.READING, 0));
    crew.stop();
    return hit;
  }

  private List<String> afterStart() {
    assertThat(arena.events()).startsWith("1 start medallion on direct", "1 commits");
    return arena.events().subList(2, arena.events().size());
  }
}
