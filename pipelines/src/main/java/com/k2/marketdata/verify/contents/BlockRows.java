package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.FileRows;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Reads a table's rows of one block, as often as they are needed. For one thread. */
final class BlockRows {
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

  BlockRows(ContentTable table, BlockKey key, Consumer<FileFault> faults) {
    this.partition = new PartitionId(key.series(), key.partition());
    this.begin = key.number() * Block.SIZE;
    this.filter =
        switch (table.role()) {
          case BRONZE -> filter(BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET);
          case SILVER ->
              filter(
                  SilverTable.KAFKA_TOPIC_ID,
                  SilverTable.KAFKA_PARTITION,
                  SilverTable.KAFKA_OFFSET);
          case DEAD_LETTERS ->
              filter(
                  DeadLetterTable.KAFKA_TOPIC_ID,
                  DeadLetterTable.KAFKA_PARTITION,
                  DeadLetterTable.KAFKA_OFFSET);
        };
    this.files = table.files(filter);
    this.reader = new ContentReader(table, faults);
    this.columns = TableColumns.of(table.role(), reader.rows());
  }

  FileRows columns() {
    return reader.rows();
  }

  /** Passes on every row of the block. */
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

  private Expression filter(String topicId, String number, String offset) {
    return Expressions.and(
        Expressions.equal(topicId, partition.topicId()),
        Expressions.equal(number, partition.number()),
        Expressions.greaterThanOrEqual(offset, begin),
        Expressions.lessThan(offset, begin + Block.SIZE));
  }
}
