package com.k2.marketdata.maintain;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Runs of maintenance over the tables of a namespace: bronze, then silver, then the dead letters. A
 * table that fails, or a step that is refused, is reported and does not affect the others. Several
 * runs at the same time are safe; the slower one does useless work.
 */
public final class Maintenance {
  private final CatalogConfig catalog;
  private final MaintenanceSettings settings;
  private final List<TableName> names;
  private final Clock clock;

  /**
   * @param clock the wall clock; ages are measured from the start of a run
   * @throws UsageException if the settings name a table that is not K2's
   */
  public Maintenance(CatalogConfig catalog, MaintenanceSettings settings, Clock clock) {
    this.catalog = catalog;
    this.settings = settings;
    this.names = TableName.of(settings.tables());
    this.clock = clock;
  }

  /**
   * Runs once.
   *
   * @param stop ends the run after the current step
   * @return empty if the run was stopped
   * @throws UsageException if the plan to execute cannot be read
   * @throws K2Exception if no table can be loaded, for example because the catalog does not respond
   */
  public Optional<MaintenanceReport> run(CycleRunner runner, StopSignal stop) {
    MaintenanceRun run = new MaintenanceRun(UUID.randomUUID().toString());
    Instant now = clock.instant();
    long begin = System.nanoTime();
    Optional<StoredPlan> earlier =
        settings.execute() ? settings.plan().map(StoredPlan::read) : Optional.empty();
    List<TableReport> reports = new ArrayList<>();
    try (PlanFile plan = planFile()) {
      TableMaintenance tables =
          new TableMaintenance(catalog, settings, run, runner, now, earlier, plan, stop);
      for (TableName name : names) {
        if (!stop.isRequested()) {
          tables.maintain(name).ifPresent(reports::add);
        }
      }
      if (stop.isRequested()) {
        return Optional.empty();
      }
      requireAny(tables.notLoaded());
      if (plan != null) {
        plan.complete();
      }
    }
    return Optional.of(
        new MaintenanceReport(
            run.id(), now.toString(), settings.execute(), secondsSince(begin), reports));
  }

  /** Fails the run if all tables failed to load, and for the same class of reason. */
  private void requireAny(List<K2Exception> notLoaded) {
    if (notLoaded.size() == names.size()
        && notLoaded.stream().map(K2Exception::exitCode).distinct().count() == 1) {
      throw notLoaded.get(0);
    }
  }

  private @Nullable PlanFile planFile() {
    return settings.execute() ? null : settings.plan().map(PlanFile::create).orElse(null);
  }

  static double secondsSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis() / 1000.0;
  }
}
