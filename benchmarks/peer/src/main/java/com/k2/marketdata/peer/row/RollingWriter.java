package com.k2.marketdata.peer.row;

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
 * Writes rows to Parquet files of one partition of a table, and starts a new file when the current
 * one reaches the table's target size. Not thread-safe. Rows are not visible in the table until the
 * files are committed.
 */
public final class RollingWriter {
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
   * Creates a writer.
   *
   * @param partition the path of the partition, such as {@code dlq_date_day=2026-01-31}
   */
  public RollingWriter(Table table, String partition) {
    this.table = table;
    this.partition = partition;
    this.row = new FlatRow(table.schema().columns().size());
    this.targetBytes =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
            TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  /** The row to fill before {@link #write}; it keeps its values after the call. */
  public FlatRow row() {
    return row;
  }

  /** Writes the current values of the row. */
  public void write() throws IOException {
    if (appender == null) {
      open();
    }
    appender.add(row);
    if (++rowsInFile % ROWS_BETWEEN_SIZE_CHECKS == 0 && appender.length() > targetBytes) {
      close();
    }
  }

  /** Closes the open file and returns all files written. */
  public List<DataFile> finish() throws IOException {
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
