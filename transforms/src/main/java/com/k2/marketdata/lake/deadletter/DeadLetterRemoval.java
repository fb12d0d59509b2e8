package com.k2.marketdata.lake.deadletter;

import static org.apache.iceberg.expressions.Expressions.equal;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/**
 * Removes a topic's dead letters at or above silver's position: files that hold nothing else are
 * dropped, others are written anew without those rows.
 */
final class DeadLetterRemoval {
  private final Table table;
  private final String topic;
  private final Ledger silver;
  private final OutputFileFactory names;

  DeadLetterRemoval(Table table, String topic, Ledger silver) {
    this.table = table;
    this.topic = topic;
    this.silver = silver;
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
  }

  OverwriteFiles overwrite() {
    OverwriteFiles overwrite = table.newOverwrite();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(equal(DeadLetterTable.KAFKA_TOPIC, topic)).planFiles()) {
      for (FileScanTask task : tasks) {
        apply(overwrite, task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list the files of " + table.name(), e);
    }
    return overwrite;
  }

  private void apply(OverwriteFiles overwrite, FileScanTask task) throws IOException {
    long gone = count(task, this::isGone);
    if (gone == 0) {
      return;
    }
    overwrite.deleteFile(task.file());
    if (count(task, row -> !isGone(row)) > 0) {
      overwrite.addFile(keep(task));
    }
  }

  private boolean isGone(Record row) {
    return topic.equals(row.getField(DeadLetterTable.KAFKA_TOPIC))
        && silver.topicId().equals(row.getField(DeadLetterTable.KAFKA_TOPIC_ID))
        && (long) row.getField(DeadLetterTable.KAFKA_OFFSET)
            >= silver.next((int) row.getField(DeadLetterTable.KAFKA_PARTITION));
  }

  private long count(FileScanTask task, Predicate<Record> matching) throws IOException {
    long count = 0;
    try (CloseableIterable<Record> rows = rows(task)) {
      for (Record row : rows) {
        count += matching.test(row) ? 1 : 0;
      }
    }
    return count;
  }

  private DataFile keep(FileScanTask task) throws IOException {
    DataWriter<Record> writer =
        Parquet.writeData(names.newOutputFile(task.spec(), task.partition()))
            .forTable(table)
            .withSpec(task.spec())
            .withPartition(task.partition())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer;
        CloseableIterable<Record> rows = rows(task)) {
      for (Record row : rows) {
        if (!isGone(row)) {
          writer.write(row);
        }
      }
    }
    return writer.toDataFile();
  }

  private CloseableIterable<Record> rows(FileScanTask task) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), table.schema());
    return deletes.filter(
        Parquet.read(table.io().newInputFile(task.file()))
            .project(deletes.requiredSchema())
            .createReaderFunc(
                type -> GenericParquetReaders.buildReader(deletes.requiredSchema(), type))
            .build());
  }
}
