package com.k2.marketdata.oracle;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.Maintenance;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceSettings;
import com.k2.marketdata.options.MaintainOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Calls of {@code k2 maintain} in this process, at any time. */
public final class MaintainCall {
  private MaintainCall() {}

  public static MaintenanceReport at(Instant now, CatalogConfig catalog, List<String> options) {
    MaintainOptions parsed =
        Arguments.parseJob(MaintainOptions.class, "k2-maintain", options.toArray(String[]::new));
    try (CycleRunner runner = Runners.of(parsed)) {
      return new Maintenance(
              catalog, MaintenanceSettings.of(parsed), Clock.fixed(now, ZoneOffset.UTC))
          .run(runner, new StopSignal())
          .orElseThrow();
    }
  }
}
