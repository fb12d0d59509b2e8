package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.row.ComparedColumn;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.CoordinateColumns;
import com.k2.marketdata.verify.scan.DataFileReader;
import java.util.List;
import org.apache.iceberg.StructLike;

/** Reads the coordinates and the compared columns of a table's rows. */
public final class TableColumns {
  private final int topicId;
  private final int partition;
  private final int offset;
  private final int replayId;
  private final int[] compared;

  private TableColumns(
      DataFileReader rows, CoordinateColumns coordinates, List<ComparedColumn> compared) {
    this.topicId = rows.position(coordinates.topicId());
    this.partition = rows.position(coordinates.partition());
    this.offset = rows.position(coordinates.offset());
    this.replayId = rows.position(SilverTable.REPLAY_ID);
    this.compared = compared.stream().map(ComparedColumn::name).mapToInt(rows::position).toArray();
  }

  /** Finds the columns of a table in rows that are read. */
  public static TableColumns of(TableRole table, DataFileReader rows) {
    return new TableColumns(
        rows,
        CoordinateColumns.of(table),
        table == TableRole.BRONZE ? List.of() : ComparedColumn.of(table));
  }

  /** The partition whose message the row is of. */
  public PartitionId partition(StructLike row) {
    return new PartitionId(row.get(topicId, String.class), row.get(partition, Integer.class));
  }

  /** The offset of the row's message. */
  public long offset(StructLike row) {
    return row.get(offset, Long.class);
  }

  /** Whether a replay added the row. */
  public boolean isReplayed(StructLike row) {
    return replayId >= 0 && row.get(replayId, String.class) != null;
  }

  /** The values of the compared columns; null for a column that the table does not have. */
  public Object[] values(StructLike row) {
    Object[] values = new Object[compared.length];
    for (int i = 0; i < compared.length; i++) {
      values[i] = compared[i] < 0 ? null : row.get(compared[i], Object.class);
    }
    return values;
  }
}
