package com.k2.marketdata.replay;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.verify.scan.DataFileReader;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** The rows of a pinned table that may satisfy a filter, in this process. */
final class PinnedRows {
  private static final long PART_BYTES = 16L << 20;

  private final PinnedTable table;
  private final Expression filter;

  PinnedRows(PinnedTable table, Expression filter) {
    this.table = table;
    this.filter = filter;
  }

  /** The files that may have rows of the filter, split into parts of the usual size. */
  List<FileScanTask> files() {
    return SystemFaultException.wrapping(
        "Could not list the files of " + table.name(),
        () -> {
          List<FileScanTask> parts = new ArrayList<>();
          try (CloseableIterable<FileScanTask> planned =
              table.table().newScan().useSnapshot(table.snapshot()).filter(filter).planFiles()) {
            planned.forEach(file -> file.split(PART_BYTES).forEach(parts::add));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return parts;
        });
  }

  /**
   * Reads columns of the rows.
   *
   * @param columns must include those of the filter; those that the table lacks are null
   * @param consumer must check each row; a row may be reused for the next one
   */
  void read(List<String> columns, Consumer<Columns> consumer) {
    DataFileReader reader =
        new DataFileReader(table.table(), table.table().schema().select(columns));
    Columns row = new Columns(columns.stream().mapToInt(reader::position).toArray());
    SystemFaultException.wrapping(
        "Could not read " + table.name(),
        () -> {
          for (FileScanTask file : files()) {
            reader.read(file, filter, found -> consumer.accept(row.of(found)));
          }
          return null;
        });
  }

  /** The values of a row, by the index of the column that was asked for. */
  static final class Columns {
    private final int[] positions;
    private StructLike row;

    Columns(int... positions) {
      this.positions = positions;
    }

    Columns of(StructLike next) {
      row = next;
      return this;
    }

    <T> T get(int column, Class<T> type) {
      return positions[column] < 0 ? null : row.get(positions[column], type);
    }
  }
}
