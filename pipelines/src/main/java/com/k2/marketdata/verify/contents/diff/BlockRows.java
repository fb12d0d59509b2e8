package com.k2.marketdata.verify.contents.diff;

import com.k2.marketdata.verify.contents.task.ContentReader;
import com.k2.marketdata.verify.contents.task.ContentTable;
import com.k2.marketdata.verify.contents.task.TableColumns;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.CoordinateColumns;
import com.k2.marketdata.verify.scan.DataFileReader;
import com.k2.marketdata.verify.scan.FileFault;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Reads a table's rows of one block; they can be read several times. For one thread. */
public final class BlockRows {
  private final PartitionId partition;
  private final long begin;
  private final Expression filter;
  private final List<FileScanTask> files;
  private final ContentReader reader;
  private final TableColumns columns;

  /** Receives a row and its offset, counted from the beginning of the block. */
  interface RowConsumer {
    void accept(int offset, StructLike row);
  }

  /**
   * Lists the files that may have rows of the block.
   *
   * @param faults receives the files that cannot be read
   */
  public BlockRows(ContentTable table, BlockKey key, Consumer<FileFault> faults) {
    this.partition = new PartitionId(key.series(), key.partition());
    this.begin = key.number() * Block.SIZE;
    this.filter = filter(CoordinateColumns.of(table.role()));
    this.files = table.files(filter);
    this.reader = new ContentReader(table, faults);
    this.columns = TableColumns.of(table.role(), reader.rows());
  }

  DataFileReader columns() {
    return reader.rows();
  }

  /** Passes every row of the block to {@code rows}. */
  void read(RowConsumer rows) {
    for (FileScanTask file : files) {
      reader.read(file, filter, row -> select(row, rows));
    }
  }

  private void select(StructLike row, RowConsumer rows) {
    long offset = columns.offset(row) - begin;
    if (offset >= 0 && offset < Block.SIZE && columns.partition(row).equals(partition)) {
      rows.accept((int) offset, row);
    }
  }

  private Expression filter(CoordinateColumns columns) {
    return Expressions.and(
        Expressions.equal(columns.topicId(), partition.topicId()),
        Expressions.equal(columns.partition(), partition.number()),
        Expressions.greaterThanOrEqual(columns.offset(), begin),
        Expressions.lessThan(columns.offset(), begin + Block.SIZE));
  }
}
