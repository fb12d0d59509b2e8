package com.k2.marketdata.lake.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.iceberg.ClientPool;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedInterruptedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The metadata file of each table, in the database of Iceberg's JDBC catalog with schema version
 * V1. Selects the rows of tables as Iceberg does, because views have rows in the same database
 * table.
 */
final class TablePointers implements AutoCloseable {
  private static final String OF_TABLE =
      " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND (iceberg_type = 'TABLE' OR iceberg_type IS NULL)";
  private static final String READ = "SELECT metadata_location FROM iceberg_tables" + OF_TABLE;
  private static final String MOVE =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + OF_TABLE
          + " AND metadata_location = ?";

  private final String catalog;
  private final String database;
  private final JdbcClientPool connections;

  /**
   * @param database its address, for messages
   */
  TablePointers(String catalog, String database, JdbcClientPool connections) {
    this.catalog = catalog;
    this.database = database;
    this.connections = connections;
  }

  /** The table's metadata file; null if there is no such table. */
  @Nullable String read(TableIdentifier table) {
    return run(
        "Could not read the metadata location of table " + table,
        true,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            bind(statement, 1, table);
            try (ResultSet found = statement.executeQuery()) {
              return found.next() ? found.getString(1) : null;
            }
          }
        });
  }

  /**
   * Moves the table to another metadata file.
   *
   * @return false if the table was not at the expected file, and has not been moved
   * @throws UncheckedSQLException if it is unknown whether the table was moved
   */
  boolean move(TableIdentifier table, String expected, String location) {
    // No retry: if only the first response was lost, a second try would return false.
    return run(
        "It is unknown whether table " + table + " was moved to " + location,
        false,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, location);
            statement.setString(2, expected);
            bind(statement, 3, table);
            statement.setString(6, expected);
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public void close() {
    connections.close();
  }

  private void bind(PreparedStatement statement, int first, TableIdentifier table)
      throws SQLException {
    statement.setString(first, catalog);
    statement.setString(first + 1, table.namespace().toString());
    statement.setString(first + 2, table.name());
  }

  private <T> T run(
      String failure, boolean retry, ClientPool.Action<T, Connection, SQLException> action) {
    try {
      return connections.run(action, retry);
    } catch (SQLException e) {
      throw new UncheckedSQLException(e, "%s in %s: %s", failure, database, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedInterruptedException(e, "%s: interrupted", failure);
    }
  }
}
