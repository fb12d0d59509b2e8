package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;

/** A column of silver or of the dead letters whose value follows from the message. */
public record ComparedColumn(String name, Basis basis) {

  /** What determines the value of a column. */
  public enum Basis {
    /** The message, its coordinates and the exchange: the value never changes. */
    MESSAGE,
    /** The rules and their settings too. */
    RULES,
    /** The version of K2 too. */
    VERSION
  }

  /**
   * All columns of silver except its coordinates, {@code message_id}, which {@code verify.row}
   * checks, and the times of the clock of silver's and of bronze's cycle.
   */
  static final List<ComparedColumn> SILVER =
      List.of(
          rules(SilverTable.TRADE_ID),
          rules(SilverTable.SYMBOL),
          message("exchange"),
          message("asset_class"),
          rules(SilverTable.TIMESTAMP),
          rules("price"),
          rules("quantity"),
          rules("currency"),
          rules("side"),
          rules("trade_conditions"),
          rules("source_sequence"),
          rules("ingestion_timestamp"),
          message("platform_sequence"),
          rules("vendor_data"),
          message("schema_id"),
          message("kafka_topic"));

  /** All columns of the dead letters except their coordinates and the cycle's clock and date. */
  static final List<ComparedColumn> DEAD_LETTERS =
      List.of(
          message("raw_record"),
          rules(DeadLetterTable.ERROR_REASON),
          rules("error_type"),
          version("error_detail"),
          message(DeadLetterTable.BRONZE_SOURCE),
          message(DeadLetterTable.KAFKA_TOPIC),
          message("kafka_timestamp"),
          message("schema_id"),
          version("pipeline_version"));

  /** The index of the reject reason among the dead letters' columns. */
  public static final int REASON = index(TableRole.DEAD_LETTERS, DeadLetterTable.ERROR_REASON);

  /** The compared columns of silver or of the dead letters. */
  public static List<ComparedColumn> of(TableRole table) {
    return switch (table) {
      case SILVER -> SILVER;
      case DEAD_LETTERS -> DEAD_LETTERS;
      case BRONZE -> throw new IllegalArgumentException("Bronze does not follow from a message.");
    };
  }

  /** The index of a column among the compared columns of a table. */
  static int index(TableRole table, String column) {
    List<ComparedColumn> columns = of(table);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Column " + column + " is not compared.");
  }

  private static ComparedColumn message(String name) {
    return new ComparedColumn(name, Basis.MESSAGE);
  }

  private static ComparedColumn rules(String name) {
    return new ComparedColumn(name, Basis.RULES);
  }

  private static ComparedColumn version(String name) {
    return new ComparedColumn(name, Basis.VERSION);
  }
}
