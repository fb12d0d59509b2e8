package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.RowChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/**
 * Removes a topic's dead letters at or above silver's position. A file that contains only such rows
 * is dropped; a file that contains others too is replaced by one with the others. Each file whose
 * column bounds do not rule out such rows is read once.
 */
final class DeadLetterRemoval {
  private final Table table;
  private final DeadLetterRange removed;
  private final OutputFileFactory names;

  DeadLetterRemoval(Table table, String topic, Ledger silver) {
    this.table = table;
    this.removed = new DeadLetterRange(topic, silver);
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
  }

  /** The removal, not yet committed. */
  RowChange overwrite() {
    long removedRows = 0;
    OverwriteFiles overwrite = table.newOverwrite();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(removed.filter()).planFiles()) {
      for (FileScanTask task : tasks) {
        removedRows += apply(overwrite, task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Could not read the dead letters in " + table.name() + " that are to be removed", e);
    }
    return new RowChange(overwrite, -removedRows);
  }

  /** Removes the rows of one file, and returns their number. */
  private long apply(OverwriteFiles overwrite, FileScanTask task) throws IOException {
    KeptRows kept = new KeptRows(table, task, names);
    long removedRows = 0;
    try (kept;
        CloseableIterable<Record> rows = rows(task)) {
      for (Record row : rows) {
        if (removed.contains(row)) {
          removedRows++;
        } else {
          kept.add(row);
        }
      }
    }
    if (removedRows > 0) {
      overwrite.deleteFile(task.file());
      kept.file().ifPresent(overwrite::addFile);
    } else {
      kept.discard();
    }
    return removedRows;
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
