package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.FileRows;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Types;

/** The places of a table's coordinates and compared columns in its rows. */
final class TableColumns {
  private final int topicId;
  private final int partition;
  private final int offset;
  private final int[] compared;

  private TableColumns(FileRows rows, List<String> compared, String... coordinates) {
    this.topicId = rows.position(coordinates[0]);
    this.partition = rows.position(coordinates[1]);
    this.offset = rows.position(coordinates[2]);
    this.compared = compared.stream().mapToInt(rows::position).toArray();
  }

  static TableColumns of(TableRole table, FileRows rows) {
    return switch (table) {
      case BRONZE ->
          new TableColumns(
              rows, List.of(), BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET);
      case SILVER ->
          new TableColumns(
              rows,
              names(table),
              SilverTable.KAFKA_TOPIC_ID,
              SilverTable.KAFKA_PARTITION,
              SilverTable.KAFKA_OFFSET);
      case DEAD_LETTERS ->
          new TableColumns(
              rows,
              names(table),
              DeadLetterTable.KAFKA_TOPIC_ID,
              DeadLetterTable.KAFKA_PARTITION,
              DeadLetterTable.KAFKA_OFFSET);
    };
  }

  PartitionId partition(StructLike row) {
    return new PartitionId(row.get(topicId, String.class), row.get(partition, Integer.class));
  }

  long offset(StructLike row) {
    return row.get(offset, Long.class);
  }

  /** The values of the compared columns; null for a column that the table does not have. */
  Object[] values(StructLike row) {
    Object[] values = new Object[compared.length];
    for (int i = 0; i < compared.length; i++) {
      values[i] = compared[i] < 0 ? null : row.get(compared[i], Object.class);
    }
    return values;
  }

  /** The columns that other tools have added to a table; their values are not compared. */
  static SortedSet<String> added(FileRows rows, TableDefinition definition) {
    SortedSet<String> added = new TreeSet<>();
    for (Types.NestedField column : rows.columns().columns()) {
      if (definition.schema().findField(column.name()) == null) {
        added.add(column.name());
      }
    }
    return added;
  }

  private static List<String> names(TableRole table) {
    return ComparedColumn.of(table).stream().map(ComparedColumn::name).toList();
  }
}
