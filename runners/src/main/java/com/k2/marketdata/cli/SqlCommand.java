package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.sql.CsvRows;
import com.k2.marketdata.sql.JsonRows;
import com.k2.marketdata.sql.RowSink;
import com.k2.marketdata.sql.SqlSession;
import com.k2.marketdata.sql.TableRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Queries the tables with SQL. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Query the tables with DuckDB's SQL, read-only.",
      "A table is market_data.<table> or <table>, as of the start of the query; its metadata tables"
          + " are <table>.snapshots, <table>.files, <table>.history and so on."
    },
    footer = {
      "",
      "Examples:",
      "  k2 sql \"SHOW TABLES\"",
      "  k2 sql \"SELECT symbol, count(*), max(price) FROM silver_binance_trades GROUP BY ALL\"",
      "  k2 sql \"SELECT error_reason, count(*) FROM silver_dlq_trades GROUP BY ALL\"",
      "  k2 sql \"SELECT committed_at, snapshot_id FROM silver_binance_trades.snapshots\"",
      "  k2 sql --format=csv --file=report.sql > report.csv"
    })
public final class SqlCommand implements Runnable {
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  private static final String STDIN = "-";
  private static final String TERMINAL = "k2.terminal";

  @Spec private CommandSpec spec;
  @Mixin private CatalogMixin catalog;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STATEMENT",
      description =
          "SELECT, WITH, DESCRIBE, SHOW TABLES or EXPLAIN. Default, or -: read standard input.")
  private String statement;

  @Option(names = "--file", paramLabel = "FILE", description = "Read the statement from a file.")
  private Path file;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|csv|json",
      description = {
        "The output format. Default: ${DEFAULT-VALUE}.",
        "On a terminal, control characters are escaped; csv in a file or pipe has them as they are.",
        "In JSON, decimals and integers above 2^53 are strings, to avoid rounding."
      })
  private Format format;

  @Option(
      names = "--rows",
      defaultValue = "100",
      paramLabel = "N",
      description =
          "The maximum number of rows to print as a table; csv and json have all rows. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rows;

  @Override
  public void run() {
    String sql = statement();
    try (SqlSession session = SqlSession.open(catalog.catalog(), this::note)) {
      session.query(sql, sink());
    }
  }

  private String statement() {
    if (statement != null && file != null) {
      throw new UsageException("Give the statement or --file, not both.");
    }
    try {
      if (file != null) {
        return Files.readString(file);
      }
      if (statement != null && !statement.equals(STDIN)) {
        return statement;
      }
      if (statement == null && System.console() != null) {
        throw new UsageException("No statement is given. Example: k2 sql \"SHOW TABLES\"");
      }
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException("The statement cannot be read: " + e, e);
    }
  }

  private RowSink sink() {
    PrintWriter out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut()));
    return switch (format) {
      case CSV -> isTerminal() ? CsvRows.onTerminal(out) : new CsvRows(out);
      case JSON -> new JsonRows(out);
      case TABLE -> new TableRows(out, width(), rows);
    };
  }

  /** Lines are truncated only on a terminal. */
  private int width() {
    return isTerminal() ? spec.usageMessage().width() : Integer.MAX_VALUE;
  }

  /** Java has a console only if the input is a terminal, too; bin/k2 checks the output. */
  private static boolean isTerminal() {
    return System.console() != null || Boolean.getBoolean(TERMINAL);
  }

  private void note(String text) {
    spec.commandLine().getErr().println("k2: " + text);
  }
}
