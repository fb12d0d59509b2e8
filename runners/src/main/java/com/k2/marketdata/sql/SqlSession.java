package com.k2.marketdata.sql;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * Runs one SQL statement over the tables of a catalog, with DuckDB inside this process. Iceberg
 * plans the files of each table that the statement names, and DuckDB reads exactly those. It cannot
 * access other files, and only statements that read are accepted.
 */
public final class SqlSession implements AutoCloseable {
  private final CatalogConfig catalog;
  private final Consumer<String> note;
  private final Path folder;
  private final Connection duck;

  private SqlSession(CatalogConfig catalog, Consumer<String> note) throws SQLException {
    this.catalog = catalog;
    this.note = note;
    this.folder = temporaryFolder();
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    this.duck = new DuckDBDriver().connect("jdbc:duckdb:", properties);
  }

  /**
   * Opens an empty database in memory.
   *
   * @param note receives messages for the user, such as that a table is copied first
   */
  public static SqlSession open(CatalogConfig catalog, Consumer<String> note) {
    try {
      return new SqlSession(catalog, note);
    } catch (SQLException e) {
      throw new SystemFaultException("Could not start DuckDB: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the session's statement and passes its result to {@code sink}. May be called once.
   *
   * @throws UsageException with DuckDB's message if the statement is wrong
   */
  public void query(String sql, RowSink sink) {
    LakeViews views = new LakeViews(catalog, new LocalCopies(folder.toFile()), note);
    try (Statement statement = duck.createStatement()) {
      SqlStatement parsed = SqlStatement.parse(duck, sql);
      statement.execute("SET TimeZone='UTC'");
      statement.execute("ATTACH ':memory:' AS " + Quoted.name(catalog.namespace()));
      statement.execute("USE " + Quoted.name(catalog.namespace()));
      List<String> files = views.create(statement, parsed);
      lock(statement, files);
      try (ResultSet result = statement.executeQuery(parsed.text())) {
        SqlValues.stream(result, sink);
      }
    } catch (SQLException e) {
      throw failure(e, views);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(folder)) {
      duck.close();
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (SQLException | IOException e) {
      note.accept("Could not delete the temporary folder " + folder + ": " + e.getMessage());
    }
  }

  /** Restricts DuckDB to the planned files and locks its settings. */
  private void lock(Statement statement, List<String> files) throws SQLException {
    statement.execute("SET temp_directory=" + Quoted.text(folder.resolve("spill").toString()));
    statement.execute("SET allowed_paths=" + Quoted.list(files));
    statement.execute("SET enable_external_access=false");
    statement.execute("SET lock_configuration=true");
  }

  private static RuntimeException failure(SQLException e, LakeViews views) {
    String message = e.getMessage();
    if (message.startsWith("IO Error")) {
      return new SystemFaultException(
          message + "\nIf a file is missing, maintenance may have removed it: run the query again.",
          e);
    }
    boolean unknownTable = message.startsWith("Catalog Error: Table with name");
    return new UsageException(
        unknownTable ? withoutHint(message) + "\n\n" + views.known() : message, e);
  }

  /** DuckDB suggests tables of its own, which are not the user's. */
  private static String withoutHint(String message) {
    return message.replaceFirst("\nDid you mean [^\n]*", "");
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("k2-sql");
    } catch (IOException e) {
      throw new UncheckedIOException("Could not create a temporary folder", e);
    }
  }
}
