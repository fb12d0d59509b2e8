package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A table at the snapshot at which it was loaded; it is never refreshed. */
public record PinnedTable(String name, Table table, @Nullable Long snapshot, TableLedgers ledgers) {

  /** Whether the table's newest metadata still has the pinned snapshot. */
  public boolean hasSnapshot(CatalogConfig config) {
    return SystemFaultException.wrapping(
        "Could not load table " + name,
        () -> RetryingMetadata.load(config.open(), config.table(name)).snapshot(snapshot) != null);
  }

  /**
   * Pins the table's current snapshot; empty if the table does not exist, or if its metadata file
   * is missing and {@link LostTables} reports it.
   */
  public static Optional<PinnedTable> load(CatalogConfig config, String name) {
    return SystemFaultException.wrapping(
        "Could not load table " + name,
        () -> {
          try {
            Catalog catalog = config.open();
            Table table = RetryingMetadata.load(catalog, config.table(name));
            Snapshot current = table.currentSnapshot();
            return Optional.of(
                new PinnedTable(
                    name,
                    table,
                    current == null ? null : current.snapshotId(),
                    TableLedgers.read(table)));
          } catch (NoSuchTableException e) {
            return Optional.empty();
          } catch (NotFoundException e) {
            if (LostTables.in(config, name::equals).isEmpty()) {
              throw e;
            }
            return Optional.empty();
          }
        });
  }
}
