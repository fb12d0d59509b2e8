package com.k2.marketdata.maintain;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.iceberg.Table;

/**
 * What a step needs to work on a table.
 *
 * @param now the time from which ages are measured, the same for all tables of a run
 * @param earlier the plan that limits what is executed
 * @param planned receives each planned thing; empty if no plan is written
 */
record StepContext(
    CatalogConfig catalog,
    MaintenanceSettings settings,
    MaintenanceRun run,
    CycleRunner runner,
    Instant now,
    TableName name,
    Table table,
    Optional<StoredPlan> earlier,
    Optional<Consumer<PlannedItem>> planned) {

  /** What an earlier plan allows a step to do; empty if there is no earlier plan. */
  Optional<Set<String>> allowed(MaintenanceStep step) {
    return earlier.map(plan -> plan.targets(name.name(), table, step));
  }

  Pipeline newPipeline(MaintenanceStep step) {
    return runner.newPipeline("k2-maintain-" + name.name() + "-" + step);
  }
}
