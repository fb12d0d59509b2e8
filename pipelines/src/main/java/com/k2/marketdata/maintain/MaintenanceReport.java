package com.k2.marketdata.maintain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.k2.marketdata.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code k2 maintain}. docs/maintenance.md documents its JSON form.
 *
 * @param run the run's id, which the snapshots that it commits carry
 * @param time when it began, ISO-8601
 * @param executed whether tables were changed; otherwise the steps are plans
 */
public record MaintenanceReport(
    String run, String time, boolean executed, double seconds, List<TableReport> tables) {

  /**
   * The result for one table.
   *
   * @param health as it was before the run; empty if it could not be determined
   * @param prepared sentences about what was done before the steps
   * @param problems sentences about what failed outside of a step
   */
  public record TableReport(
      String table,
      Optional<TableHealth> health,
      List<String> prepared,
      List<StepReport> steps,
      List<String> problems) {

    /** Why an operator has to look at the table; empty if there is no reason. */
    public List<String> reasons() {
      List<String> reasons = new ArrayList<>(problems);
      for (StepReport step : steps) {
        if (step.isProblem()) {
          String what = "the step " + step.step();
          reasons.add(what + " was " + words(step.outcome()) + ": " + step.notes().get(0));
        }
      }
      return reasons;
    }

    private static String words(StepReport.Outcome outcome) {
      return outcome == StepReport.Outcome.REFUSED ? "refused" : "not completed";
    }
  }

  /** Whether nothing failed and nothing was refused. */
  @JsonProperty
  public boolean clean() {
    return tables.stream().allMatch(table -> table.reasons().isEmpty());
  }

  /** The exit code for this result. */
  public ExitCode exitCode() {
    return clean() ? ExitCode.DONE : ExitCode.MAINTENANCE;
  }
}
