package com.k2.marketdata.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The tables of one exchange, read with Iceberg's own catalogs and generic reader.
 *
 * @param catalogName the name under which a JDBC catalog stores the tables
 * @param properties Iceberg's catalog properties: {@code type} or {@code catalog-impl}, {@code
 *     uri}, {@code warehouse} and so on
 * @param exchange in lower case: {@code binance} or {@code kraken}
 */
public record LakeTables(
    String catalogName, Map<String, String> properties, String namespace, String exchange) {
  private static final String K2 = "k2";
  private static final String NAMESPACE = "market_data";
  static final String DEAD_LETTERS = "silver_dlq_trades";

  public LakeTables {
    properties = Map.copyOf(properties);
  }

  /** The tables in the embedded SQLite catalog of a state folder. */
  public static LakeTables inState(Path state, String exchange) {
    Path folder = state.toAbsolutePath().normalize();
    String database = folder.resolve("catalog.db").toString();
    return of(
        Map.of(
            "type", "jdbc",
            "uri",
                "jdbc:sqlite:file:"
                    + database.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
                    + "?busy_timeout=30000",
            "warehouse", "file://" + folder.resolve("warehouse"),
            "jdbc.schema-version", "V1",
            "jdbc.init-catalog-tables", "false"),
        exchange);
  }

  /** The tables of a catalog, in the namespace {@code market_data}. */
  public static LakeTables of(Map<String, String> properties, String exchange) {
    return new LakeTables(K2, properties, NAMESPACE, exchange);
  }

  String bronze() {
    return "bronze_" + exchange + "_trades";
  }

  String silver() {
    return "silver_" + exchange + "_trades";
  }

  /** Opens the catalog; the caller closes the result. */
  Reader open() {
    return new Reader(
        CatalogUtil.buildIcebergCatalog(catalogName, properties, new Configuration()));
  }

  /** Omits the properties' values, which may hold secrets. */
  @Override
  public String toString() {
    return namespace + " of " + exchange;
  }

  /** An open catalog. */
  final class Reader implements AutoCloseable {
    private final Catalog catalog;

    private Reader(Catalog catalog) {
      this.catalog = catalog;
    }

    /** Passes all rows of a table's current snapshot to an action. */
    void forEach(String table, Consumer<Record> action) {
      TableIdentifier name = TableIdentifier.of(Namespace.of(namespace), table);
      try (CloseableIterable<Record> rows = IcebergGenerics.read(catalog.loadTable(name)).build()) {
        rows.forEach(action);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      if (catalog instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("The catalog did not close", e);
        }
      }
    }
  }
}
