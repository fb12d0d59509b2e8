package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.DeleteOrphans;
import com.k2.marketdata.lake.maintain.orphan.FindOrphans;
import com.k2.marketdata.lake.maintain.orphan.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.OrphanResult;
import com.k2.marketdata.lake.maintain.orphan.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.OrphanSettings;
import com.k2.marketdata.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Finds the orphans of a table as a Beam pipeline, which also deletes them if they are executed.
 */
final class OrphanStep {
  private static final MaintenanceStep STEP = MaintenanceStep.ORPHANS;

  private final StepContext context;

  OrphanStep(StepContext context) {
    this.context = context;
  }

  StepReport run() {
    OrphanSettings settings =
        context
            .allowed(STEP)
            .map(targets -> context.settings().orphans().withOnly(targets))
            .orElse(context.settings().orphans());
    OrphanSearch search =
        OrphanSearch.of(
            context.catalog(), context.name().name(), settings, context.run(), context.now());
    return settings.execute() ? execute(search) : plan(search);
  }

  private StepReport plan(OrphanSearch search) {
    List<OrphanCounts> counts = new ArrayList<>();
    try (TaskOutput<OrphanCounts> output = new TaskOutput<>(context.table());
        TaskOutput<PlannedItem> items = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      PCollectionTuple found = pipeline.apply("Find orphans", FindOrphans.of(search));
      found.get(FindOrphans.COUNTS).apply("Counts", output.write());
      if (context.planned().isPresent()) {
        found.get(FindOrphans.ORPHANS).apply("Plan", items.write());
      }
      context.runner().run(pipeline);
      output.read(OrphanCounts.class, counts::add);
      context.planned().ifPresent(planned -> items.read(PlannedItem.class, planned));
    }
    OrphanCounts found = counts.isEmpty() ? OrphanCounts.NONE : counts.get(0);
    Optional<String> refusal = search.refusal(found);
    return refusal.isPresent()
        ? StepReport.ended(STEP, StepReport.Outcome.REFUSED, refusal.get())
        : StepReport.planned(STEP, found.orphans(), notes(found));
  }

  private StepReport execute(OrphanSearch search) {
    List<OrphanResult> results = new ArrayList<>();
    try (TaskOutput<OrphanResult> output = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      pipeline
          .apply("Find orphans", FindOrphans.of(search))
          .apply("Delete orphans", DeleteOrphans.of(search))
          .apply("Result", output.write());
      context.runner().run(pipeline);
      output.read(OrphanResult.class, results::add);
    }
    OrphanCounts found = results.isEmpty() ? OrphanCounts.NONE : results.get(0).found();
    long failed = results.isEmpty() ? 0 : results.get(0).failed();
    return StepReport.done(STEP, found.orphans(), failed, notes(found));
  }

  private static List<String> notes(OrphanCounts found) {
    return List.of(
        Counted.of(found.listed(), "file")
            + " listed: "
            + found.referenced()
            + " referenced, "
            + found.young()
            + " unreferenced but too young, "
            + found.metadata()
            + " metadata.json, "
            + found.ignored()
            + " ignored"
            + (found.notPlanned() > 0 ? ", " + found.notPlanned() + " not in the plan." : "."));
  }
}
