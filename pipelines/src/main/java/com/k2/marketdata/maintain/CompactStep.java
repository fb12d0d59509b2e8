package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.compact.CommitRewrites;
import com.k2.marketdata.lake.maintain.compact.CompactPlan;
import com.k2.marketdata.lake.maintain.compact.CompactPlanner;
import com.k2.marketdata.lake.maintain.compact.CompactResult;
import com.k2.marketdata.lake.maintain.compact.RewriteFiles;
import com.k2.marketdata.lake.maintain.compact.RewriteGroup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    CompactPlan plan = context.allowed(STEP).map(all::only).orElse(all);
    context.planned().ifPresent(planned -> plan.items().forEach(planned));
    return context.settings().execute() ? execute(plan) : planned(plan);
  }

  private static StepReport planned(CompactPlan plan) {
    return StepReport.planned(
        STEP,
        count(plan.items().size(), plan.items().stream().mapToLong(PlannedItem::size).sum()),
        left(plan));
  }

  private StepReport execute(CompactPlan plan) {
    if (plan.groups().isEmpty()) {
      return StepReport.done(STEP, new TreeMap<>(), 0, left(plan));
    }
    List<CompactResult> results = new ArrayList<>();
    try (TaskOutput<CompactResult> output = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      pipeline
          .apply(
              "Groups",
              Create.of(plan.groups()).withCoder(SerializableCoder.of(RewriteGroup.class)))
          .apply("Rewrite files", RewriteFiles.of(TaskTable.of(context.table())))
          .apply(
              "Commit", CommitRewrites.to(context.catalog(), context.name().name(), context.run()))
          .apply("Result", output.write());
      context.runner().run(pipeline);
      output.read(CompactResult.class, results::add);
    }
    CompactResult result = results.isEmpty() ? CompactResult.NOTHING : results.get(0);
    return StepReport.done(
        STEP, count(result.groups(), result.input().bytes()), result.failed(), notes(plan, result));
  }

  private static List<String> notes(CompactPlan plan, CompactResult result) {
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
    notes.addAll(result.reasons());
    notes.addAll(left(plan));
    return notes;
  }

  private static List<String> left(CompactPlan plan) {
    return plan.left().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            left ->
                Counted.of(left.getValue().files(), "file")
                    + " left: they "
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
