package com.k2.marketdata.lake.deadletter;

import java.io.IOException;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The rows of a data file that stay, in a file of their own that is created with the first row. */
final class KeptRows implements AutoCloseable {
  private final Table table;
  private final FileScanTask task;
  private final OutputFileFactory names;
  private @Nullable DataWriter<Record> writer;

  KeptRows(Table table, FileScanTask task, OutputFileFactory names) {
    this.table = table;
    this.task = task;
    this.names = names;
  }

  void add(Record row) throws IOException {
    if (writer == null) {
      writer =
          Parquet.writeData(names.newOutputFile(task.spec(), task.partition()))
              .forTable(table)
              .withSpec(task.spec())
              .withPartition(task.partition())
              .createWriterFunc(GenericParquetWriter::create)
              .build();
    }
    writer.write(row);
  }

  /** Finishes the file. */
  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  /** The finished file; empty if no row stays. */
  Optional<DataFile> file() {
    return Optional.ofNullable(writer).map(DataWriter::toDataFile);
  }

  /** Deletes the finished file. */
  void discard() {
    file().ifPresent(file -> table.io().deleteFile(file.location()));
  }
}
