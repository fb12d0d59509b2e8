package com.k2.marketdata.cli.text;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The sizes of the tables in a namespace, from their current snapshots. */
public final class TableSizes {
  private TableSizes() {}

  /** One row per table. */
  public static TextTable of(CatalogConfig config) {
    TextTable text = new TextTable("TABLE", "ROWS", "FILES", "KILOBYTES", "SNAPSHOTS");
    Catalog catalog = config.open();
    SystemFaultException.wrapping(
            "Could not list the tables of the catalog",
            () -> catalog.listTables(Namespace.of(config.namespace())))
        .stream()
        .sorted(Comparator.comparing(TableIdentifier::name))
        .forEach(name -> add(text, name, RetryingMetadata.load(catalog, name)));
    return text;
  }

  private static void add(TextTable text, TableIdentifier name, Table table) {
    Snapshot current = table.currentSnapshot();
    Map<String, String> totals = current == null ? Map.of() : current.summary();
    text.row(
        name,
        grouped(totals, SnapshotSummary.TOTAL_RECORDS_PROP, 1),
        grouped(totals, SnapshotSummary.TOTAL_DATA_FILES_PROP, 1),
        grouped(totals, SnapshotSummary.TOTAL_FILE_SIZE_PROP, 1024),
        StreamSupport.stream(table.snapshots().spliterator(), false).count());
  }

  private static String grouped(Map<String, String> totals, String key, long unit) {
    return String.format(Locale.ROOT, "%,d", Long.parseLong(totals.getOrDefault(key, "0")) / unit);
  }
}
