package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Reads a table's columns of Kafka coordinates and, for silver, of trade ids. */
public final class OffsetColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableRole role;
  private final Table table;
  private final List<String> names;

  private OffsetColumns(TableRole role, Table table, String... names) {
    this.role = role;
    this.table = SerializableTable.copyOf(table);
    this.names = List.of(names);
  }

  public static OffsetColumns of(TableRole role, Table table) {
    return switch (role) {
      case BRONZE ->
          new OffsetColumns(
              role, table, BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET);
      case SILVER ->
          new OffsetColumns(
              role,
              table,
              SilverTable.KAFKA_TOPIC_ID,
              SilverTable.KAFKA_PARTITION,
              SilverTable.KAFKA_OFFSET,
              SilverTable.SYMBOL,
              SilverTable.TRADE_ID);
      case DEAD_LETTERS ->
          new OffsetColumns(
              role,
              table,
              DeadLetterTable.KAFKA_TOPIC_ID,
              DeadLetterTable.KAFKA_PARTITION,
              DeadLetterTable.KAFKA_OFFSET);
    };
  }

  TableRole role() {
    return role;
  }

  String partition() {
    return names.get(1);
  }

  String offset() {
    return names.get(2);
  }

  /**
   * Reads a task's files. A file that cannot be read, or that is not as its manifest describes it,
   * is a fault; the other files are read all the same.
   *
   * @param offsets receives the Kafka offsets
   * @param tradeIds receives the numbers of silver's trade ids, by symbol
   * @param faults receives the faults
   * @throws SystemFaultException if the store fails for another reason than a missing file
   */
  void read(
      CombinedScanTask task, OpenBlocks offsets, OpenBlocks tradeIds, Consumer<FileFault> faults) {
    for (FileScanTask file : task.files()) {
      FileCheck check = new FileCheck(this, table, file);
      try {
        if (isFirstPart(file)) {
          check.rowCount().ifPresent(faults);
        }
        read(file, offsets, tradeIds);
      } catch (RuntimeException e) {
        faults.accept(check.explain(e));
      }
    }
  }

  /** Several tasks may read one large file in parts. */
  private static boolean isFirstPart(FileScanTask file) {
    List<Long> parts = file.file().splitOffsets();
    return parts == null || parts.isEmpty() || file.start() <= parts.get(0);
  }

  private void read(FileScanTask file, OpenBlocks offsets, OpenBlocks tradeIds) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), file, table.schema(), table.schema().select(names));
    Schema schema = deletes.requiredSchema();
    int[] at = names.stream().mapToInt(name -> position(schema, name)).toArray();
    try (CloseableIterable<Record> rows = deletes.filter(rows(file, schema))) {
      for (Record row : rows) {
        offsets.add(
            row.get(at[0], String.class),
            row.get(at[1], Integer.class),
            row.get(at[2], Long.class));
        if (role == TableRole.SILVER) {
          String symbol = row.get(at[3], String.class);
          TradeIds.number(row.get(at[4], String.class))
              .ifPresent(id -> tradeIds.add(symbol, 0, id));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CloseableIterable<Record> rows(FileScanTask file, Schema schema) {
    return Parquet.read(table.io().newInputFile(file.file()))
        .split(file.start(), file.length())
        .project(schema)
        .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
        .reuseContainers()
        .build();
  }

  private static int position(Schema schema, String name) {
    return schema.columns().indexOf(schema.findField(name));
  }
}
