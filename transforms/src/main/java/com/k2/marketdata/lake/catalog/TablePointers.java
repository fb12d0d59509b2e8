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

/** Which metadata file each table is at, in the database of Iceberg's JDBC catalog. */
final class TablePointers implements AutoCloseable {
  private static final String OF_ONE =
      " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?";
  private static final String READ = "SELECT metadata_location FROM iceberg_tables" + OF_ONE;
  private static final String MOVE =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + OF_ONE
          + " AND metadata_location = ?";

  private final String catalog;
  private final JdbcClientPool connections;

  TablePointers(String catalog, JdbcClientPool connections) {
    this.catalog = catalog;
    this.connections = connections;
  }

  /** Where the table's metadata is now; null if there is no such table. */
  @Nullable String read(TableIdentifier table) {
    return ask(
        "Failed to read where table " + table + " is",
        true,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            name(statement, 1, table);
            try (ResultSet found = statement.executeQuery()) {
              return found.next() ? found.getString(1) : null;
            }
          }
        });
  }

  /** Moves the table to another metadata file; whether it was at the expected one until then. */
  boolean move(TableIdentifier table, String expected, String location) {
    // Asked once only: the second answer to a lost first one would be no.
    return ask(
        "Whether table " + table + " has moved is not known",
        false,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, location);
            statement.setString(2, expected);
            name(statement, 3, table);
            statement.setString(6, expected);
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public void close() {
    connections.close();
  }

  private void name(PreparedStatement statement, int first, TableIdentifier table)
      throws SQLException {
    statement.setString(first, catalog);
    statement.setString(first + 1, table.namespace().toString());
    statement.setString(first + 2, table.name());
  }

  private <T> T ask(
      String failure, boolean repeat, ClientPool.Action<T, Connection, SQLException> question) {
    try {
      return connections.run(question, repeat);
    } catch (SQLException e) {
      throw new UncheckedSQLException(e, "%s: %s", failure, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedInterruptedException(e, "%s: interrupted", failure);
    }
  }
}
