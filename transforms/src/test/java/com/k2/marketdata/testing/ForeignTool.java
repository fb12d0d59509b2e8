package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Maintains tables as other engines do: through Iceberg's API, without K2's summary keys. */
public final class ForeignTool {
  private ForeignTool() {}

  /** Replaces every data file by one with the same rows. */
  public static void rewrite(Table table) {
    table.refresh();
    RewriteFiles rewrite = table.newRewrite();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        rewrite.deleteFile(task.file());
        rewrite.addFile(write(table, List.of(task.file())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rewrite.commit();
  }

  /** Expires all snapshots but the current one. */
  public static void expire(Table table) {
    table.refresh();
    table.expireSnapshots().expireOlderThan(System.currentTimeMillis() + 1).retainLast(1).commit();
  }

  /** Deletes all rows. */
  public static void deleteRows(Table table) {
    table.refresh();
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
  }

  /** Writes the rows of data files of one partition into a new one, which is not committed. */
  public static DataFile write(Table table, List<DataFile> files) {
    try {
      DataWriter<GenericRecord> writer =
          Parquet.writeData(
                  OutputFileFactory.builderFor(table, 0, 0)
                      .format(FileFormat.PARQUET)
                      .operationId(UUID.randomUUID().toString())
                      .build()
                      .newOutputFile(table.spec(), files.get(0).partition()))
              .forTable(table)
              .withPartition(files.get(0).partition())
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        for (DataFile file : files) {
          try (CloseableIterable<Record> rows =
              Parquet.read(table.io().newInputFile(file.location()))
                  .project(table.schema())
                  .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
                  .build()) {
            rows.forEach(row -> writer.write((GenericRecord) row));
          }
        }
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
