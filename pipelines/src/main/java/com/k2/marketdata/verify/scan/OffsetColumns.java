package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.progress.TaskProgress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/** Reads a table's columns of Kafka coordinates and, for silver, of trade ids and replays. */
public final class OffsetColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableRole role;
  private final Table table;
  private final List<String> names;
  private final DataFileReader rows;

  private OffsetColumns(TableRole role, Table table, List<String> names) {
    this.role = role;
    this.table = SerializableTable.copyOf(table);
    this.names = List.copyOf(names);
    this.rows = new DataFileReader(this.table, table.schema().select(names));
  }

  public static OffsetColumns of(TableRole role, Table table) {
    CoordinateColumns coordinates = CoordinateColumns.of(role);
    List<String> names =
        new ArrayList<>(
            List.of(coordinates.topicId(), coordinates.partition(), coordinates.offset()));
    if (role == TableRole.SILVER) {
      names.addAll(List.of(SilverTable.SYMBOL, SilverTable.TRADE_ID, SilverTable.REPLAY_ID));
    }
    return new OffsetColumns(role, table, names);
  }

  public TableRole role() {
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
   * is a fault; the other files are still read.
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
          TaskProgress.report();
        }
        read(file, offsets, tradeIds);
      } catch (RuntimeException e) {
        faults.accept(check.explain(e));
      }
      TaskProgress.report();
    }
  }

  /** Several tasks may read one large file in parts. */
  private static boolean isFirstPart(FileScanTask file) {
    List<Long> parts = file.file().splitOffsets();
    return parts == null || parts.isEmpty() || file.start() <= parts.get(0);
  }

  private void read(FileScanTask file, OpenBlocks offsets, OpenBlocks tradeIds) {
    int[] at = names.stream().mapToInt(rows::position).toArray();
    AtomicLong read = new AtomicLong();
    rows.read(
        file,
        row -> {
          TaskProgress.reportRows(read.incrementAndGet());
          String topicId = row.get(at[0], String.class);
          int partition = row.get(at[1], Integer.class);
          long offset = row.get(at[2], Long.class);
          if (role != TableRole.SILVER) {
            offsets.add(topicId, partition, offset);
            return;
          }
          // A table of an earlier version does not have the column of replays.
          if (at[5] >= 0 && row.get(at[5], String.class) != null) {
            offsets.addReplayed(topicId, partition, offset);
          } else {
            offsets.add(topicId, partition, offset);
          }
          String symbol = row.get(at[3], String.class);
          TradeIds.number(row.get(at[4], String.class))
              .ifPresent(id -> tradeIds.add(symbol, 0, id));
        });
  }
}
