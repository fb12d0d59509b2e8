package com.k2.marketdata.lake.table;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.Namespaces;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a table exists and has the columns and the partitioning that K2 writes. */
public final class TableSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TableSetup.class);

  private final CatalogConfig config;

  public TableSetup(CatalogConfig config) {
    this.config = config;
  }

  /**
   * The table, created if it is missing. Optional columns at the end of the definition that the
   * table lacks are added, before columns that are not K2's; required columns that the definition
   * has as optional are made optional. More optional columns of the table after K2's are accepted
   * and written as null, so that an older K2 can run again after a newer one has added a column.
   * Any other difference is an error.
   *
   * @throws TableMismatchException with the differences, one per line
   */
  public Table ensure(TableDefinition definition) {
    return SystemFaultException.wrapping(
        "Could not load table " + definition.name(),
        () -> RetryingMetadata.read(() -> load(definition)));
  }

  private Table load(TableDefinition definition) {
    Catalog catalog = config.open();
    TableIdentifier name = config.table(definition.name());
    Table table;
    try {
      table = catalog.loadTable(name);
    } catch (NoSuchTableException e) {
      table = create(catalog, name, definition);
    }
    check(table, definition);
    return table;
  }

  private static Table create(Catalog catalog, TableIdentifier name, TableDefinition definition) {
    Namespaces.createIfMissing(catalog, name.namespace());
    try {
      Table created =
          catalog
              .buildTable(name, definition.schema())
              .withPartitionSpec(definition.spec())
              .withProperties(definition.properties())
              .create();
      LOG.info("Created table {}", name);
      return created;
    } catch (AlreadyExistsException e) {
      return catalog.loadTable(name);
    }
  }

  private static void check(Table table, TableDefinition definition) {
    List<String> differences = new ArrayList<>();
    List<Types.NestedField> missing = new ArrayList<>();
    List<String> relaxed = new ArrayList<>();
    compareColumns(table.schema(), definition.schema(), differences, missing, relaxed);
    String found = TableDefinition.partitioning(table);
    String wanted = definition.partitioning();
    if (!found.equals(wanted)) {
      differences.add("partitioned by " + found + ", wanted " + wanted);
    }
    if (!differences.isEmpty()) {
      throw new TableMismatchException(
          "Table "
              + table.name()
              + " is not what K2 writes:\n  "
              + String.join("\n  ", differences)
              + "\nChange or rename the table, or use another namespace (--namespace).");
    }
    if (!missing.isEmpty() || !relaxed.isEmpty()) {
      UpdateSchema update = table.updateSchema();
      missing.forEach(field -> add(update, field, definition.schema()));
      relaxed.forEach(update::makeColumnOptional);
      update.commit();
      table.refresh();
      LOG.info("Added columns {} to {}, made columns {} optional", missing, table.name(), relaxed);
    }
  }

  /** Adds a column at its place: rows are written by position. */
  private static void add(UpdateSchema update, Types.NestedField field, Schema wanted) {
    int previous = wanted.columns().indexOf(field) - 1;
    update.addColumn(field.name(), field.type(), field.doc());
    update.moveAfter(field.name(), wanted.columns().get(previous).name());
  }

  /** The optional columns at the end of the definition that the table lacks. */
  private static List<Types.NestedField> missingAtEnd(Schema found, Schema wanted) {
    List<Types.NestedField> want = wanted.columns();
    int begin = want.size();
    while (begin > 0
        && want.get(begin - 1).isOptional()
        && found.findField(want.get(begin - 1).name()) == null) {
      begin--;
    }
    return want.subList(begin, want.size());
  }

  private static void compareColumns(
      Schema found,
      Schema wanted,
      List<String> differences,
      List<Types.NestedField> missing,
      List<String> relaxed) {
    List<Types.NestedField> want = wanted.columns();
    List<Types.NestedField> have = new ArrayList<>(found.columns());
    missing.addAll(missingAtEnd(found, wanted));
    int before = want.size() - missing.size();
    if (before <= have.size()) {
      have.addAll(before, missing);
    }
    for (int i = 0; i < Math.max(have.size(), want.size()); i++) {
      String actual = i < have.size() ? describe(have.get(i)) : "nothing";
      String expected = i < want.size() ? describe(want.get(i)) : "nothing";
      if (i >= want.size() && have.get(i).isOptional()) {
        LOG.debug("Column {} is not K2's; it is written as null", have.get(i).name());
      } else if (i < have.size() && expected.equals(describe(have.get(i).asOptional()))) {
        if (have.get(i).isRequired()) {
          relaxed.add(have.get(i).name());
        }
      } else if (!actual.equals(expected)) {
        differences.add("column " + (i + 1) + " is " + actual + ", wanted " + expected);
      }
    }
  }

  private static String describe(Types.NestedField field) {
    return (field.isOptional() ? "optional " : "required ")
        + field.name()
        + " "
        + type(field.type());
  }

  /** A type without the field ids, which the catalog assigns. */
  private static String type(Type type) {
    if (type.isListType()) {
      return "list<" + type(type.asListType().elementType()) + ">";
    }
    if (type.isMapType()) {
      return "map<"
          + type(type.asMapType().keyType())
          + ", "
          + type(type.asMapType().valueType())
          + ">";
    }
    return type.toString();
  }
}
