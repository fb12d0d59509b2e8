package com.k2.marketdata.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Writes rows into Parquet files of one partition of one table; a file that has reached the table's
 * target size is followed by another. For one thread. Nothing is visible in the table until the
 * files are committed.
 */
final class RollingWriter {
  private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;

  private final Table table;
  private final String partition;
  private final long targetBytes;
  private final FlatRow row;
  private final List<DataFile> files = new ArrayList<>();
  private FileAppender<FlatRow> appender;
  private OutputFile file;
  private long rowsInFile;

  /**
   * A writer for one thread.
   *
   * @param partition the path of the partition, such as {@code dlq_date_day=2026-01-31}
   */
  RollingWriter(Table table, String partition) {
    this.table = table;
    this.partition = partition;
    this.row = new FlatRow(table.schema().columns().size());
    this.targetBytes =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  /** The row to fill before {@link #write}; it keeps its values from one to the next. */
  FlatRow row() {
    return row;
  }

  /** Writes the row as it is now. */
  void write() throws IOException {
    if (appender == null) {
      open();
    }
    appender.add(row);
    if (++rowsInFile % ROWS_BETWEEN_SIZE_CHECKS == 0 && appender.length() > targetBytes) {
      close();
    }
  }

  /** Closes what is open and gives all files written. */
  List<DataFile> finish() throws IOException {
    if (appender != null) {
      close();
    }
    return files;
  }

  private void open() throws IOException {
    file =
        table
            .io()
            .newOutputFile(
                table.location() + "/data/" + partition + "/" + UUID.randomUUID() + ".parquet");
    appender =
        Parquet.write(file)
            .schema(table.schema())
            .setAll(table.properties())
            .metricsConfig(MetricsConfig.forTable(table))
            .createWriterFunc((schema, type) -> InternalWriter.createWriter(schema, type))
            .overwrite()
            .build();
    rowsInFile = 0;
  }

  private void close() throws IOException {
    appender.close();
    files.add(
        DataFiles.builder(table.spec())
            .withPath(file.location())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(appender.length())
            .withMetrics(appender.metrics())
            .withSplitOffsets(appender.splitOffsets())
            .withPartitionPath(partition)
            .build());
    appender = null;
  }
}
