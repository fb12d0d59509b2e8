package com.k2.marketdata.cli;

import com.k2.marketdata.lake.CatalogConfig;
import com.k2.marketdata.lake.NewestMetadata;
import com.k2.marketdata.lake.Unreachable;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** How large the tables of a namespace are, from their newest snapshots. */
final class TableSizes {
  private TableSizes() {}

  /** A line per table. */
  static TextTable of(CatalogConfig config) {
    TextTable text = new TextTable("TABLE", "ROWS", "FILES", "KILOBYTES", "SNAPSHOTS");
    Catalog catalog = config.open();
    Unreachable.named(
            "The catalog did not list its tables",
            () -> catalog.listTables(Namespace.of(config.namespace())))
        .stream()
        .sorted(Comparator.comparing(TableIdentifier::name))
        .forEach(name -> add(text, name, NewestMetadata.load(catalog, name)));
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
        Iterables.size(table.snapshots()));
  }

  private static String grouped(Map<String, String> totals, String key, long unit) {
    return String.format(Locale.ROOT, "%,d", Long.parseLong(totals.getOrDefault(key, "0")) / unit);
  }
}
