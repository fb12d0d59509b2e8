package com.k2.marketdata.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.maintain.StepReport;
import com.k2.marketdata.maintain.StepReport.Outcome;
import com.k2.marketdata.maintain.TableHealth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MaintainTextTest {
  private static final TableHealth HEALTH =
      new TableHealth(
          7, "2026-11-26T10:00:00Z", 40, 4_000, 30, 0.75, 900, 123L, 0L, List.of("Look at it."));

  @Test
  void planSaysWhatWouldBeDone() {
    MaintenanceReport report =
        report(
            false, step(Outcome.PLANNED, Map.of(Kind.SNAPSHOT, new FileCount(2, 0)), 0, "A note."));
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(MaintainText.of(report))
        .contains("silver", "expire", "planned", "2 snapshots", "0.75", "silver: expire: A note.")
        .contains("silver: Look at it.", "Planned in 1.5 s; nothing was changed.", "Add --execute")
        .doesNotContain("FAILED");
  }

  @Test
  void refusalIsAFailureWithItsReason() {
    MaintenanceReport report = report(true, step(Outcome.REFUSED, Map.of(), 0, "Not safe."));
    assertThat(report.exitCode()).isEqualTo(ExitCode.MAINTENANCE);
    assertThat(MaintainText.of(report))
        .contains("silver: FAILED: the step expire was refused: Not safe.")
        .contains("Executed in 1.5 s, but not everything succeeded.")
        .doesNotContain("--execute");
  }

  @Test
  void filesThatStayAreAFailure() {
    MaintenanceReport report =
        report(
            true,
            step(
                Outcome.INCOMPLETE,
                Map.of(Kind.DATA_FILE, new FileCount(5, 9)),
                3,
                "3 files stayed.",
                "A note."));
    assertThat(report.exitCode()).isEqualTo(ExitCode.MAINTENANCE);
    assertThat(MaintainText.of(report))
        .contains("silver: FAILED: the step expire was not completed: 3 files stayed.")
        .contains("silver: expire: A note.")
        .containsOnlyOnce("3 files stayed.");
  }

  @Test
  void jsonHasHealthAndSteps() {
    assertThat(
            Json.pretty(
                report(
                    false,
                    step(
                        Outcome.PLANNED,
                        Map.of(Kind.SNAPSHOT, new FileCount(2, 0)),
                        0,
                        "A note."))))
        .contains("\"outcome\" : \"planned\"", "\"snapshots\" : 7", "\"clean\" : true")
        .doesNotContain("problem\" :")
        .contains("\"snapshot\" : {", "\"step\" : \"expire\"", "\"count\" : 2")
        .contains("\"oldest\" : \"2026-11-26T10:00:00Z\"");
  }

  private static StepReport step(
      Outcome outcome, Map<Kind, FileCount> items, long failed, String... notes) {
    return new StepReport(
        MaintenanceStep.EXPIRE, outcome, new TreeMap<>(items), failed, 0.5, List.of(notes));
  }

  private static MaintenanceReport report(boolean executed, StepReport step) {
    return new MaintenanceReport(
        "run",
        "2026-11-26T10:00:00Z",
        executed,
        1.5,
        List.of(
            new TableReport("silver", Optional.of(HEALTH), List.of(), List.of(step), List.of())));
  }
}
