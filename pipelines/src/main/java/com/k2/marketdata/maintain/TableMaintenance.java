package com.k2.marketdata.maintain;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.loop.Diagnosis;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.maintain.StepReport.Outcome;
import com.k2.marketdata.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the tables of one run, one after the other. Per table: its health, the preparation,
 * then the steps in their fixed order.
 */
final class TableMaintenance {
  private static final Logger LOG = LoggerFactory.getLogger(TableMaintenance.class);

  private final CatalogConfig catalog;
  private final MaintenanceSettings settings;
  private final MaintenanceRun run;
  private final CycleRunner runner;
  private final Instant now;
  private final Optional<StoredPlan> earlier;
  private final @Nullable PlanFile plan;
  private final StopSignal stop;
  private final SnapshotFloors floors;
  private final List<K2Exception> notLoaded = new ArrayList<>();

  /**
   * @param earlier the plan that limits what is executed
   * @param plan null if no plan is written
   */
  TableMaintenance(
      CatalogConfig catalog,
      MaintenanceSettings settings,
      MaintenanceRun run,
      CycleRunner runner,
      Instant now,
      Optional<StoredPlan> earlier,
      @Nullable PlanFile plan,
      StopSignal stop) {
    this.catalog = catalog;
    this.settings = settings;
    this.run = run;
    this.runner = runner;
    this.now = now;
    this.earlier = earlier;
    this.plan = plan;
    this.stop = stop;
    this.floors = new SnapshotFloors(catalog);
  }

  /**
   * Maintains a table.
   *
   * @return empty if it does not exist
   */
  Optional<TableReport> maintain(TableName name) {
    Optional<Table> table;
    try {
      table = name.load(catalog);
    } catch (RuntimeException e) {
      notLoaded.add(Diagnosis.of(e));
      return Optional.of(
          new TableReport(
              name.name(), Optional.empty(), List.of(), List.of(), List.of(why(name, "load", e))));
    }
    return table.map(loaded -> maintain(name, loaded));
  }

  /** Why tables could not be loaded. */
  List<K2Exception> notLoaded() {
    return notLoaded;
  }

  private TableReport maintain(TableName name, Table table) {
    List<String> problems = new ArrayList<>();
    List<String> prepared = new ArrayList<>();
    List<StepReport> steps = new ArrayList<>();
    Preparation preparation = new Preparation(catalog, name, table);
    Optional<TableHealth> health = health(name, table, preparation, problems);
    if (!settings.execute() || prepare(name, preparation, prepared, problems)) {
      if (plan != null) {
        plan.table(name.name(), table, now, settings.described());
      }
      StepContext context =
          new StepContext(
              catalog,
              settings,
              run,
              runner,
              now,
              name,
              table,
              earlier,
              Optional.ofNullable(plan).<Consumer<PlannedItem>>map(file -> file::add));
      for (MaintenanceStep step : MaintenanceStep.values()) {
        if (settings.steps().contains(step) && !stop.isRequested()) {
          steps.add(run(step, context));
        }
      }
    }
    return new TableReport(name.name(), health, prepared, steps, problems);
  }

  private Optional<TableHealth> health(
      TableName name, Table table, Preparation preparation, List<String> problems) {
    try {
      return Optional.of(TableHealth.of(table).with(preparation.deadLetters()));
    } catch (RuntimeException e) {
      problems.add(why(name, "health", e));
      return Optional.empty();
    }
  }

  private boolean prepare(
      TableName name, Preparation preparation, List<String> prepared, List<String> problems) {
    try {
      prepared.addAll(preparation.execute());
      return true;
    } catch (RuntimeException e) {
      problems.add(why(name, "preparation", e));
      return false;
    }
  }

  private StepReport run(MaintenanceStep step, StepContext context) {
    LOG.info("{}: {} begins", context.name().name(), step);
    long begin = System.nanoTime();
    StepReport report;
    try {
      report =
          switch (step) {
            case COMPACT -> new CompactStep(context).run();
            case EXPIRE -> new ExpireStep(context, floors).run();
            case ORPHANS -> new OrphanStep(context).run();
          };
    } catch (RuntimeException e) {
      K2Exception failure = Diagnosis.of(e);
      if (failure.endsProcess() && !stop.isRequested()) {
        throw failure;
      }
      Outcome outcome =
          failure instanceof MaintenanceRefusedException ? Outcome.REFUSED : Outcome.FAILED;
      report = StepReport.ended(step, outcome, why(context.name(), step.toString(), e));
    }
    return report.withSeconds(Maintenance.secondsSince(begin));
  }

  private static String why(TableName name, String what, RuntimeException e) {
    K2Exception failure = Diagnosis.of(e);
    LOG.debug("{} of {} failed", what, name.name(), e);
    return Printable.line(failure.getMessage());
  }
}
