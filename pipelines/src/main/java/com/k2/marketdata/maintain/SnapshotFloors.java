package com.k2.marketdata.maintain;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.expire.Floor;
import com.k2.marketdata.lake.read.BronzeHistory;
import com.k2.marketdata.lake.table.TableRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;

/** Which snapshots of a table must stay because of another table. */
final class SnapshotFloors {
  /** By how much the clocks of drivers may differ. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final CatalogConfig catalog;

  /** The oldest snapshots that this run keeps, by silver table. */
  private final Map<String, Instant> oldestKept = new HashMap<>();

  SnapshotFloors(CatalogConfig catalog) {
    this.catalog = catalog;
  }

  /** Records what an expiry of a table keeps. */
  void keeps(TableName name, Optional<Instant> oldest) {
    if (name.role() == TableRole.SILVER) {
      oldest.ifPresent(instant -> oldestKept.put(name.name(), instant));
    }
  }

  /** The floors of a table. */
  List<Floor> of(TableName name, Table table) {
    return switch (name.role()) {
      case BRONZE -> ofBronze(name, table);
      case SILVER -> List.of();
      case DEAD_LETTERS -> ofDeadLetters();
    };
  }

  /** Silver reads the files that were added since the newest snapshot that it has read. */
  private List<Floor> ofBronze(TableName name, Table bronze) {
    List<Floor> floors = new ArrayList<>();
    Optional<Table> silver = new TableName(TableRole.SILVER, name.exchange()).load(catalog);
    if (silver.isEmpty()) {
      return floors;
    }
    // Silver may have read snapshots that are newer than the state that bronze was loaded in.
    SystemFaultException.wrapping(
        "Could not load table " + bronze.name(),
        () -> {
          RetryingMetadata.refresh(bronze);
          return bronze;
        });
    for (Map.Entry<String, Ledger> entry : TableLedgers.read(silver.get()).byTopic().entrySet()) {
      BronzeHistory history = BronzeHistory.of(bronze, entry.getKey(), entry.getValue());
      if (!history.later().isEmpty()) {
        long first = history.since() == null ? history.later().get(0).snapshot() : history.since();
        floors.add(new Floor.FromSnapshot(first, "silver has not read the rows after it"));
      }
    }
    return floors;
  }

  private List<Floor> ofDeadLetters() {
    Map<String, Instant> oldest = new HashMap<>();
    for (TableName name : TableName.all()) {
      if (name.role() == TableRole.SILVER) {
        name.load(catalog)
            .flatMap(OldestSnapshot::of)
            .ifPresent(instant -> oldest.put(name.name(), instant));
      }
    }
    oldest.putAll(oldestKept);
    return oldest.values().stream()
        .min(Instant::compareTo)
        .<List<Floor>>map(
            instant ->
                List.of(
                    new Floor.Since(
                        instant.minus(SKEW),
                        "silver can be rolled back to a snapshot of that time")))
        .orElse(List.of());
  }
}
