package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.compact.CommitRewrites;
import com.k2.marketdata.lake.maintain.compact.CompactPlan;
import com.k2.marketdata.lake.maintain.compact.CompactPlanner;
import com.k2.marketdata.lake.maintain.compact.CompactResult;
import com.k2.marketdata.lake.maintain.compact.RewriteGroup;
import com.k2.marketdata.lake.maintain.compact.RewriteGroups;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.maintain.StepReport.Outcome;
import com.k2.marketdata.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;

/** Plans the compaction of a table in the driver, and executes it as a Beam pipeline. */
final class CompactStep {
  private static final MaintenanceStep STEP = MaintenanceStep.COMPACT;

  private final StepContext context;

  CompactStep(StepContext context) {
    this.context = context;
  }

  StepReport run() {
    CompactPlan all =
        new CompactPlanner(
                context.table(), context.name().definition(), context.settings().compact())
            .plan(context.now());
    Optional<Set<String>> allowed = context.allowed(STEP);
    CompactPlan plan = allowed.map(all::only).orElse(all);
    context.planned().ifPresent(planned -> plan.items().forEach(planned));
    List<String> notes = new ArrayList<>(left(plan));
    allowed.ifPresent(targets -> notes.addAll(changed(targets.size(), plan.groups().size())));
    return context.settings().execute() ? execute(plan, notes) : planned(plan, notes);
  }

  private static List<String> changed(int planned, int found) {
    return found == planned
        ? List.of()
        : List.of(
            (planned - found)
                + " of "
                + Counted.of(planned, "group")
                + " of the earlier plan are not in this run's plan, and are left: they have changed"
                + " or were compacted meanwhile, or are over the limits.");
  }

  private static StepReport planned(CompactPlan plan, List<String> notes) {
    return StepReport.planned(
        STEP,
        count(plan.items().size(), plan.items().stream().mapToLong(PlannedItem::size).sum()),
        notes);
  }

  private StepReport execute(CompactPlan plan, List<String> notes) {
    if (plan.groups().isEmpty()) {
      return StepReport.done(STEP, new TreeMap<>(), notes);
    }
    try (TaskOutput<CompactResult> output = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      pipeline
          .apply(
              "Groups",
              Create.of(plan.groups()).withCoder(SerializableCoder.of(RewriteGroup.class)))
          .apply("Rewrite groups", RewriteGroups.of(TaskTable.of(context.table())))
          .apply(
              "Commit", CommitRewrites.to(context.catalog(), context.name().name(), context.run()))
          .apply("Result", output.write());
      context.runner().run(pipeline);
      return report(output.readOnly(CompactResult.class), notes);
    }
  }

  /**
   * A report of what was executed.
   *
   * @param left sentences about what was not planned
   */
  static StepReport report(CompactResult result, List<String> left) {
    SortedMap<Kind, FileCount> items = count(result.groups(), result.input().bytes());
    List<String> notes = notes(result);
    notes.addAll(left);
    if (result.failed() > 0) {
      String why = Counted.of(result.failed(), "group") + " failed: " + result.reasons().get(0);
      return StepReport.incomplete(STEP, items, result.failed(), why, notes);
    }
    if (result.groups() + result.givenUp() == 0) {
      return StepReport.incomplete(STEP, items, result.late(), "No time was left.", notes);
    }
    return items.isEmpty()
        ? StepReport.ended(STEP, Outcome.GIVEN_UP, notes)
        : StepReport.done(STEP, items, notes);
  }

  private static List<String> notes(CompactResult result) {
    List<String> notes = new ArrayList<>();
    notes.add(
        Counted.of(result.input().files(), "file")
            + " became "
            + result.output().files()
            + ", in "
            + Counted.of(result.commits(), "commit")
            + ".");
    if (result.givenUp() > 0) {
      notes.add(
          Counted.of(result.givenUp(), "group")
              + " given up, because another writer changed their files.");
    }
    if (result.late() > 0) {
      notes.add(
          Counted.of(result.late(), "group")
              + " left, because commits are refused when the plan is too old. Lower"
              + " --maxRewriteBytes, or use --runner=SparkRunner.");
    }
    notes.addAll(result.reasons());
    return notes;
  }

  private static List<String> left(CompactPlan plan) {
    return plan.left().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            left ->
                Counted.of(left.getValue().files(), "file")
                    + " left: "
                    + left.getKey().words()
                    + ".")
        .toList();
  }

  private static SortedMap<Kind, FileCount> count(long groups, long bytes) {
    SortedMap<Kind, FileCount> counts = new TreeMap<>();
    if (groups > 0) {
      counts.put(Kind.GROUP, new FileCount(groups, bytes));
    }
    return counts;
  }
}
