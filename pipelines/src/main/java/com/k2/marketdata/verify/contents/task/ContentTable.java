package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.verify.scan.DataFileReader;
import com.k2.marketdata.verify.scan.OffsetColumns;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import com.k2.marketdata.verify.scan.ScanPlan;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A pinned table whose rows are read completely.
 *
 * @param name the table's name, without the namespace
 * @param snapshot the pinned snapshot
 * @param source the name of the bronze table that dead letters are from
 * @param pending files of dead letters that are not in the snapshot yet
 */
public record ContentTable(
    TableRole role,
    String name,
    TaskTable table,
    long snapshot,
    String source,
    List<CombinedScanTask> pending)
    implements Serializable {

  /** The pinned tables that have a snapshot. */
  static ByRole<ContentTable> of(PinnedLake lake) {
    ByRole<ContentTable> tables = ByRole.none();
    for (Map.Entry<TableRole, PinnedTable> pinned : lake.tables().byRole().entrySet()) {
      TableRole role = pinned.getKey();
      PinnedTable table = pinned.getValue();
      if (table.snapshot() != null) {
        tables =
            tables.with(
                role,
                new ContentTable(
                    role,
                    table.name(),
                    TaskTable.of(table.table()),
                    table.snapshot(),
                    lake.exchange().bronzeTable(),
                    role == TableRole.DEAD_LETTERS
                        ? ScanPlan.pendingDeadLetters(lake)
                        : List.of()));
      }
    }
    return tables;
  }

  /** Reads all columns. */
  DataFileReader rows() {
    return new DataFileReader(table.table(), table.table().schema());
  }

  OffsetColumns offsets() {
    return OffsetColumns.of(role, table.table());
  }

  /**
   * The files that may have rows of a filter of coordinates.
   *
   * @throws SystemFaultException if the snapshot's manifests cannot be read
   */
  public List<FileScanTask> files(Expression filter) {
    List<FileScanTask> files =
        SystemFaultException.wrapping(
            "Could not list the files of " + name, () -> filesInSnapshot(filter));
    pending.forEach(task -> files.addAll(task.files()));
    return files;
  }

  private List<FileScanTask> filesInSnapshot(Expression filter) {
    List<FileScanTask> files = new ArrayList<>();
    Expression whole =
        role == TableRole.DEAD_LETTERS
            ? Expressions.and(filter, Expressions.equal(DeadLetterTable.BRONZE_SOURCE, source))
            : filter;
    try (CloseableIterable<FileScanTask> planned =
        table.table().newScan().useSnapshot(snapshot).filter(whole).planFiles()) {
      planned.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
