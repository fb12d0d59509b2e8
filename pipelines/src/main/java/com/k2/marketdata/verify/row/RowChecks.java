package com.k2.marketdata.verify.row;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.trade.RejectReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;

/**
 * Checks each row of a data file against the file's manifest entry, and its columns against each
 * other. The row belongs to the file's partition; the bounds and null counts of the manifest entry
 * allow its values; {@code message_id} is the one of its coordinates; its date, exchange and error
 * type agree with its other columns. Not safe for concurrent use.
 */
public final class RowChecks {
  private static final Map<String, String> ERROR_TYPES =
      Arrays.stream(RejectReason.values())
          .collect(Collectors.toMap(RejectReason::code, reason -> reason.errorType().code()));

  private final TableRole role;
  private final Map<Integer, PartitionSpec> specs;
  private final Schema rows;
  private final Coordinates coordinates;
  private final List<RowCheck> ofAllFiles;

  private RowChecks(Exchange exchange, TableRole role, Table table, Schema rows) {
    this.role = role;
    this.specs = table.specs();
    this.rows = rows;
    this.coordinates = Coordinates.of(role, rows);
    this.ofAllFiles =
        switch (role) {
          case BRONZE ->
              List.of(
                  ValueCheck.dayOf(
                      rows, BronzeTable.INGESTION_DATE, BronzeTable.INGESTION_TIMESTAMP));
          case SILVER -> List.of(new MessageIdCheck(rows, coordinates), exchangeOf(exchange, rows));
          case DEAD_LETTERS ->
              List.of(
                  ValueCheck.dayOf(rows, DeadLetterTable.DLQ_DATE, DeadLetterTable.ERROR_TIMESTAMP),
                  errorType(rows));
        };
  }

  /**
   * The checks of a table's files.
   *
   * @param rows the schema of the rows, with the checked columns at least; a column that it lacks
   *     is not compared with its bounds
   * @throws IllegalArgumentException if the schema lacks another checked column
   */
  public static RowChecks of(Exchange exchange, TableRole role, Table table, Schema rows) {
    return new RowChecks(exchange, role, table, rows);
  }

  /**
   * The checks of one file's rows.
   *
   * @param file the manifest entry; bounds are checked only if it was planned with all column
   *     statistics
   */
  public CheckedFile file(DataFile file) {
    List<RowCheck> checks = new ArrayList<>(ofAllFiles);
    PartitionSpec spec = specs.get(file.specId());
    for (int i = 0; i < spec.fields().size(); i++) {
      checks.add(PartitionCheck.of(file, spec, i, rows));
    }
    for (int i = 0; i < rows.columns().size(); i++) {
      RowCheck bounds = BoundsCheck.of(file, new Column(rows.columns().get(i), i));
      if (bounds != null) {
        checks.add(bounds);
      }
    }
    return new CheckedFile(role, file.location(), coordinates, checks);
  }

  private static RowCheck exchangeOf(Exchange exchange, Schema rows) {
    String name = exchange.name().toUpperCase(Locale.ROOT);
    return new ValueCheck(
        Column.of(rows, SilverTable.EXCHANGE), row -> name, "the exchange of the table");
  }

  private static RowCheck errorType(Schema rows) {
    Column reason = Column.of(rows, DeadLetterTable.ERROR_REASON);
    return new ValueCheck(
        Column.of(rows, DeadLetterTable.ERROR_TYPE),
        row -> ERROR_TYPES.get(String.valueOf(reason.value(row))),
        "the type of the error_reason");
  }
}
