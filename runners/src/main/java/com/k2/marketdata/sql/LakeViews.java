package com.k2.marketdata.sql;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
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
 * Creates a view for each table that a statement names, with the table's name. A metadata table
 * {@code market_data.<table>.snapshots} is a view in a schema with the table's name. {@link
 * OpenDeadLetters} is a view, too.
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

  /** Creates the views that the statement needs and returns the files that it may read. */
  List<String> create(Statement duck, SqlStatement statement) throws SQLException {
    list().forEach(table -> tables.put(table.name(), table));
    for (Map.Entry<String, TableIdentifier> entry : tables.entrySet()) {
      if (isNeeded(entry.getKey(), statement)) {
        view(duck, Quoted.name(entry.getKey()), rows(load(entry.getValue())));
      }
    }
    for (SqlStatement.Name name : statement.tables()) {
      metadataView(duck, name);
    }
    if (isNeeded(OpenDeadLetters.NAME, statement)
        && tables.containsKey(DeadLetterTable.NAME)
        && !tables.containsKey(OpenDeadLetters.NAME)) {
      openDeadLetters(duck);
    }
    return files;
  }

  private static boolean isNeeded(String table, SqlStatement statement) {
    return statement.anyTable()
        || statement.tables().stream().anyMatch(name -> name.table().equalsIgnoreCase(table));
  }

  private void openDeadLetters(Statement duck) throws SQLException {
    view(duck, Quoted.name(DeadLetterTable.NAME), rows(load(tables.get(DeadLetterTable.NAME))));
    List<String> silver = new ArrayList<>();
    for (String name : OpenDeadLetters.silverTables()) {
      if (tables.containsKey(name)) {
        Table table = load(tables.get(name));
        if (table.schema().findField(SilverTable.REPLAY_ID) != null) {
          view(duck, Quoted.name(name), rows(table));
          silver.add(name);
        }
      }
    }
    duck.execute(
        "CREATE OR REPLACE VIEW "
            + Quoted.name(OpenDeadLetters.NAME)
            + " AS "
            + OpenDeadLetters.select(silver));
  }

  /** A sentence that lists the catalog's tables. */
  String known() {
    return tables.isEmpty()
        ? "There are no tables in " + catalog.namespace() + " yet."
        : "Tables in "
            + catalog.namespace()
            + ": "
            + String.join(", ", tables.keySet())
            + ". Each also has Iceberg's metadata tables, such as .snapshots, .files and .history.";
  }

  private List<TableIdentifier> list() {
    return SystemFaultException.wrapping(
        "Could not list the tables of the catalog",
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
                              + " cannot be read in place (it has deleted rows, remote files or a"
                              + " special column type). Copying it first, which can take a while.");
                      return copies.rows(table);
                    }));
  }

  /** Accepts both {@code table.snapshots} and {@code "table.snapshots"}. */
  private void metadataView(Statement duck, SqlStatement.Name name) throws SQLException {
    int dot = name.table().lastIndexOf('.');
    boolean quoted = dot > 0;
    String of = quoted ? name.table().substring(0, dot) : name.schema();
    Optional<MetadataTableType> type =
        type(quoted ? name.table().substring(dot + 1) : name.table());
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
    // DuckDB opens the files when it creates the view, so this can take a moment.
    duck.execute("CREATE OR REPLACE VIEW " + name + " AS " + source.select());
    files.addAll(source.files());
  }

  private Table load(TableIdentifier name) {
    return SystemFaultException.wrapping(
        "Could not load table " + name + " from the catalog",
        () -> RetryingMetadata.load(catalog.open(), name));
  }
}
