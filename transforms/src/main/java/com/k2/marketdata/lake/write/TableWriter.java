package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.row.FileRows;
import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.lake.write.spill.RowSpill;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.progress.TaskProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes rows of one table into Parquet files: one file per partition value, in any order of the
 * rows. Another file is started only when one reaches the table's target size.
 *
 * <p>At most {@value #MAX_OPEN} files are open. A backfill crosses hundreds of days, so the least
 * recently used file is closed when another is needed and it has not been used for a while. Rows
 * for which no file is open and none may be opened are spilled, and written at the end, one
 * partition value after another. If rows are spilled after the file of their partition value was
 * closed, that file's rows are copied into the new file first.
 *
 * <p>Not safe for concurrent use. The rows are not visible in the table until the files are
 * committed.
 */
final class TableWriter {
  static final int MAX_OPEN = 8;

  /** After this number of rows of other files, a file is expected to be complete. */
  static final int IDLE_ROWS = 10_000;

  private final Table table;
  private final Row row;
  private final TaskFiles files;
  private final long targetBytes;
  private final RowSpill spill;
  private final int idleRows;
  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(MAX_OPEN * 2, 0.75f, true);
  private final Map<Integer, DataFile> closedEarly = new HashMap<>();
  private final List<DataFile> finished = new ArrayList<>();
  private int lastPartition;
  private @Nullable OpenFile lastFile;
  private long rows;
  private long appendedAtEnd;

  TableWriter(Table table, SpillSettings spill) {
    this(table, new RowSpill(spill), IDLE_ROWS);
  }

  /**
   * @param idleRows after how many rows of other files a file may be closed
   */
  TableWriter(Table table, RowSpill spill, int idleRows) {
    this.table = table;
    this.row = new Row(table.schema().columns().size());
    this.files = new TaskFiles(table);
    this.spill = spill;
    this.idleRows = idleRows;
    this.targetBytes =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  /** Returns the row to fill before each {@link #write}. */
  Row row() {
    return row;
  }

  /**
   * Writes the filled row.
   *
   * @param partition a number that identifies the row's partition value, such as its day
   */
  void write(int partition) {
    OpenFile file = lastFile;
    if (file == null || partition != lastPartition) {
      file = select(partition);
    }
    rows++;
    if (file == null) {
      spill.add(partition, row);
    } else {
      append(file, row);
    }
  }

  /** Returns the number of rows written so far. */
  long rows() {
    return rows;
  }

  /** Writes the spilled rows, closes the open files and returns all files written. */
  List<DataFile> finish() {
    closeOpenFiles();
    spill.drain(row, this::writeSpilled);
    closeOpenFiles();
    spill.close();
    finished.addAll(closedEarly.values());
    closedEarly.clear();
    return List.copyOf(finished);
  }

  /** Closes and deletes all files written. A file that cannot be deleted is logged and left. */
  void abort() {
    spill.close();
    open.values().forEach(OpenFile::abandon);
    open.clear();
    lastFile = null;
    closedEarly.clear();
    finished.clear();
    files.deleteAll();
  }

  /** Returns the file for a partition value; null if its rows have to be spilled. */
  private @Nullable OpenFile select(int partition) {
    if (lastFile != null) {
      lastFile.leave(rows);
    }
    lastPartition = partition;
    lastFile = open.get(partition);
    if (lastFile == null && mayOpen(partition)) {
      open(row);
    }
    return lastFile;
  }

  private boolean mayOpen(int partition) {
    if (closedEarly.containsKey(partition) || spill.has(partition)) {
      return false;
    }
    return open.size() < MAX_OPEN || closeIdleFile();
  }

  private boolean closeIdleFile() {
    Map.Entry<Integer, OpenFile> eldest = open.entrySet().iterator().next();
    if (rows - eldest.getValue().lastUse() < idleRows) {
      return false;
    }
    open.remove(eldest.getKey());
    closedEarly.put(eldest.getKey(), eldest.getValue().close());
    return true;
  }

  private void writeSpilled(int partition) {
    if (lastFile == null || partition != lastPartition) {
      closeOpenFiles();
      lastPartition = partition;
      DataFile begun = closedEarly.remove(partition);
      if (begun != null) {
        copy(begun);
      }
    }
    append(row);
  }

  private void copy(DataFile begun) {
    Row copied = new Row(row.size());
    new FileRows(table).read(begun, copied, () -> append(copied));
    files.delete(begun);
  }

  /** Appends to the file of the last partition value, and opens it if it is not open. */
  private void append(Row row) {
    TaskProgress.reportRows(++appendedAtEnd);
    append(lastFile == null ? open(row) : lastFile, row);
  }

  private void append(OpenFile file, Row row) {
    file.write(row);
    if (file.hasReached(targetBytes)) {
      open.remove(lastPartition);
      lastFile = null;
      finished.add(file.close());
    }
  }

  private OpenFile open(Row row) {
    OpenFile file = files.open(row);
    open.put(lastPartition, file);
    lastFile = file;
    return file;
  }

  private void closeOpenFiles() {
    open.values().forEach(file -> finished.add(file.close()));
    open.clear();
    lastFile = null;
  }
}
