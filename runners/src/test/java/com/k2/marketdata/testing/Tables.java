package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Reads the tables of a state folder as users do. */
public final class Tables {
  private static final Set<String> PROCESSING_TIMES =
      Set.of(
          "ingestion_date",
          "validation_timestamp",
          "bronze_ingestion_timestamp",
          "error_timestamp",
          "dlq_date");

  private final CatalogConfig catalog;

  private Tables(CatalogConfig catalog) {
    this.catalog = catalog;
  }

  public static Tables of(Path state) {
    return new Tables(LocalCatalog.in(state, "market_data"));
  }

  public boolean has(String name) {
    return catalog.open().tableExists(catalog.table(name));
  }

  public Table table(String name) {
    return catalog.open().loadTable(catalog.table(name));
  }

  /** All rows of a table. */
  public List<Record> rows(String name) {
    List<Record> rows = new ArrayList<>();
    forEach(name, rows::add);
    return rows;
  }

  /** Passes all rows of a table to an action, one by one. */
  public void forEach(String name, Consumer<Record> action) {
    try (CloseableIterable<Record> all = IcebergGenerics.read(table(name)).build()) {
      all.forEach(action);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows as sorted text, without processing times, so that equal input gives equal text. */
  public List<String> contents(String name) {
    boolean bronze = name.startsWith("bronze");
    return rows(name).stream().map(row -> text(row, bronze)).sorted().toList();
  }

  private static String text(Record row, boolean bronze) {
    StringBuilder text = new StringBuilder();
    for (Types.NestedField field : row.struct().fields()) {
      boolean skipped =
          PROCESSING_TIMES.contains(field.name())
              || (bronze && field.name().equals("ingestion_timestamp"));
      if (!skipped) {
        text.append(field.name()).append('=').append(row.getField(field.name())).append(' ');
      }
    }
    return text.toString();
  }
}
