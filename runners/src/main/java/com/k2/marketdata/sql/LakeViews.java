package com.k2.marketdata.sql;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/**
 * Views named as the catalog's tables, for the tables that a statement names; a metadata table
 * {@code market_data.<table>.snapshots} is a view in a schema named as its table.
 */
final class LakeViews {
  private final CatalogConfig catalog;
  private final LocalCopies copies;
  private final Consumer<String> note;
  private final Map<String, TableIdentifier> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> files = new ArrayList<>();

  LakeViews(CatalogConfig catalog, LocalCopies copies, Consumer<String> note) {
    this.catalog = catalog;
    this.copies = copies;
    this.note = note;
  }

  /** Creates what the statement needs and gives the files that it may read. */
  List<String> create(Statement duck, SqlStatement statement) throws SQLException {
    list().forEach(table -> tables.put(table.name(), table));
    for (Map.Entry<String, TableIdentifier> entry : tables.entrySet()) {
      boolean named =
          statement.tables().stream()
              .anyMatch(name -> name.table().equalsIgnoreCase(entry.getKey()));
      if (named || statement.anyTable()) {
        view(duck, Quoted.name(entry.getKey()), rows(load(entry.getValue())));
      }
    }
    for (SqlStatement.Name name : statement.tables()) {
      metadataView(duck, name);
    }
    return files;
  }

  /** The tables that there are, for a message. */
  String known() {
    return tables.isEmpty()
        ? "There are no tables in " + catalog.namespace() + " yet."
        : "Tables in "
            + catalog.namespace()
            + ": "
            + String.join(", ", tables.keySet())
            + "; and of each .snapshots, .files, .history and Iceberg's other metadata tables.";
  }

  private List<TableIdentifier> list() {
    return SystemFaultException.wrapping(
        "The catalog did not list its tables",
        () -> {
          try {
            return catalog.open().listTables(Namespace.of(catalog.namespace()));
          } catch (NoSuchNamespaceException e) {
            return List.of();
          }
        });
  }

  private Source rows(Table table) {
    return SystemFaultException.wrapping(
        "Could not read " + table.name(),
        () ->
            LiveFiles.of(table)
                .orElseGet(
                    () -> {
                      note.accept(
                          table.name()
                              + " has deleted rows or remote files: copying it first, which takes"
                              + " its time.");
                      return copies.rows(table);
                    }));
  }

  /** Both {@code table.snapshots} and {@code "table.snapshots"} are understood. */
  private void metadataView(Statement duck, SqlStatement.Name name) throws SQLException {
    int point = name.table().lastIndexOf('.');
    boolean quoted = point > 0;
    String of = quoted ? name.table().substring(0, point) : name.schema();
    Optional<MetadataTableType> type =
        type(quoted ? name.table().substring(point + 1) : name.table());
    if (type.isEmpty() || !tables.containsKey(of)) {
      return;
    }
    Table table = load(tables.get(of));
    Source source =
        SystemFaultException.wrapping(
            "Could not read the metadata of " + table.name(),
            () -> copies.metadata(table, type.get()));
    if (quoted) {
      view(duck, Quoted.name(name.table()), source);
    } else {
      duck.execute("CREATE SCHEMA IF NOT EXISTS " + Quoted.name(of));
      view(duck, Quoted.name(of) + "." + Quoted.name(name.table()), source);
    }
  }

  private static Optional<MetadataTableType> type(String name) {
    return Optional.ofNullable(MetadataTableType.from(name))
        .filter(type -> type != MetadataTableType.POSITION_DELETES);
  }

  private void view(Statement duck, String name, Source source) throws SQLException {
    // DuckDB looks at the files when it makes the view, so this can take a moment.
    duck.execute("CREATE OR REPLACE VIEW " + name + " AS " + source.select());
    files.addAll(source.files());
  }

  private Table load(TableIdentifier name) {
    return SystemFaultException.wrapping(
        "The catalog did not give table " + name,
        () -> RetryingMetadata.load(catalog.open(), name));
  }
}
