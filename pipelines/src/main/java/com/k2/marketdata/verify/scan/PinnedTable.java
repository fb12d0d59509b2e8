package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A table as it was when it was loaded; it is not refreshed, so that it stays so. */
public record PinnedTable(String name, Table table, @Nullable Long snapshot, TableLedgers ledgers) {

  /** The table as it is now; empty if there is none. */
  static Optional<PinnedTable> load(CatalogConfig config, String name) {
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
          }
        });
  }
}
