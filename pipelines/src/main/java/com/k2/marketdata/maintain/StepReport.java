package com.k2.marketdata.maintain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.text.Counted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step did to a table, or would do.
 *
 * @param items by kind, what is planned or, if the step was executed, what was removed or rewritten
 * @param failed how many files could not be deleted, or how many groups could not be rewritten
 * @param notes sentences; if the step did not succeed as a whole, the first one says why
 */
public record StepReport(
    MaintenanceStep step,
    Outcome outcome,
    SortedMap<Kind, FileCount> items,
    long failed,
    double seconds,
    List<String> notes) {

  /** How a step ended. */
  public enum Outcome {
    /** Nothing is to be done. */
    NOTHING,
    PLANNED,
    DONE,
    /** Other writers changed everything that was planned; the next run plans again. */
    GIVEN_UP,
    /** A part failed; the next run tries it again. */
    INCOMPLETE,
    /** The step is not safe for the table. */
    REFUSED,
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public StepReport {
    items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
    notes = List.copyOf(notes);
  }

  /** A report of a step that is planned only. */
  static StepReport planned(
      MaintenanceStep step, SortedMap<Kind, FileCount> items, List<String> notes) {
    return new StepReport(
        step, items.isEmpty() ? Outcome.NOTHING : Outcome.PLANNED, items, 0, 0, notes);
  }

  /** A report of a step that was executed. */
  static StepReport done(
      MaintenanceStep step, SortedMap<Kind, FileCount> items, List<String> notes) {
    Outcome outcome = items.isEmpty() ? Outcome.NOTHING : Outcome.DONE;
    return new StepReport(step, outcome, items, 0, 0, notes);
  }

  /** A report of a step that was executed, where a number of things may have failed. */
  static StepReport incomplete(
      MaintenanceStep step,
      SortedMap<Kind, FileCount> items,
      long failed,
      String why,
      List<String> notes) {
    List<String> all = new ArrayList<>(List.of(why));
    all.addAll(notes);
    return new StepReport(step, Outcome.INCOMPLETE, items, failed, 0, all);
  }

  /** A report of a step that deleted files, except for those that the store did not delete. */
  static StepReport deleted(
      MaintenanceStep step, SortedMap<Kind, FileCount> items, long failed, List<String> notes) {
    return failed == 0
        ? done(step, items, notes)
        : incomplete(
            step,
            items,
            failed,
            Counted.of(failed, "file") + " could not be deleted; the next run tries again.",
            notes);
  }

  /** A report of a step that ended early. */
  static StepReport ended(MaintenanceStep step, Outcome outcome, String why) {
    return ended(step, outcome, List.of(why));
  }

  /** A report of a step that did nothing. */
  static StepReport ended(MaintenanceStep step, Outcome outcome, List<String> notes) {
    return new StepReport(step, outcome, new TreeMap<>(), 0, 0, notes);
  }

  StepReport withSeconds(double duration) {
    return new StepReport(step, outcome, items, failed, duration, notes);
  }

  /** Whether an operator has to look at it. The first note says why. */
  @JsonIgnore
  public boolean isProblem() {
    return outcome.compareTo(Outcome.INCOMPLETE) >= 0;
  }
}
