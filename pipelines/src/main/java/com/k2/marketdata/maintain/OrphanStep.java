package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.DeleteOrphans;
import com.k2.marketdata.lake.maintain.orphan.FindOrphans;
import com.k2.marketdata.lake.maintain.orphan.OrphanResult;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.text.Counted;
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
    OrphanCounts found;
    try (TaskOutput<OrphanCounts> output = new TaskOutput<>(context.table());
        TaskOutput<PlannedItem> items = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      PCollectionTuple orphans = pipeline.apply("Find orphans", FindOrphans.of(search));
      orphans.get(FindOrphans.COUNTS).apply("Counts", output.write());
      if (context.planned().isPresent()) {
        orphans.get(FindOrphans.ORPHANS).apply("Plan", items.write());
      }
      context.runner().run(pipeline);
      found = output.readOnly(OrphanCounts.class);
      context.planned().ifPresent(planned -> items.read(PlannedItem.class, planned));
    }
    Optional<String> refusal = search.refusal(found);
    return refusal.isPresent()
        ? StepReport.ended(STEP, StepReport.Outcome.REFUSED, refusal.get())
        : StepReport.planned(STEP, found.orphans(), notes(found));
  }

  private StepReport execute(OrphanSearch search) {
    try (TaskOutput<OrphanResult> output = new TaskOutput<>(context.table())) {
      Pipeline pipeline = context.newPipeline(STEP);
      pipeline
          .apply("Find orphans", FindOrphans.of(search))
          .apply("Delete orphans", DeleteOrphans.of(search))
          .apply("Result", output.write());
      context.runner().run(pipeline);
      OrphanResult result = output.readOnly(OrphanResult.class);
      OrphanCounts found = result.found();
      return StepReport.deleted(STEP, found.orphans(), result.failed(), notes(found));
    }
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
