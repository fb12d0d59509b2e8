package com.k2.marketdata.lake.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PropertyUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of one table into Parquet files, one open file per partition value. A backfill
 * crosses hundreds of days, so at most {@value #MAX_OPEN} files are open; the least recently used
 * one is closed when another is needed. When a file reaches the table's target size, the next row
 * of its partition starts a new file.
 *
 * <p>Not safe for concurrent use. The rows are not visible in the table until the files are
 * committed.
 */
final class TableWriter {
  static final int MAX_OPEN = 8;
  private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
  private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;

  /**
   * A page grows by this many rows before its size is checked for the first time. With Iceberg's
   * default of 100, messages of a megabyte would make pages of 100 MB.
   */
  private static final String ROWS_BEFORE_PAGE_CHECK = "4";

  private final Table table;
  private final Row row;
  private final OutputFileFactory names;
  private final long targetBytes;
  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(MAX_OPEN * 2, 0.75f, true);
  private final List<DataFile> closed = new ArrayList<>();
  private int lastPartition;
  private OpenFile lastFile;
  private long rows;

  TableWriter(Table table) {
    this.table = table;
    this.row = new Row(table.schema().columns().size());
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
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
      file = open.get(partition);
      if (file == null) {
        file = openFile(partition);
      }
      lastFile = file;
      lastPartition = partition;
    }
    file.writer.write(row);
    rows++;
    if (++file.rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && file.writer.length() >= targetBytes) {
      open.remove(partition);
      lastFile = null;
      close(file);
    }
  }

  /** Returns the number of rows written so far. */
  long rows() {
    return rows;
  }

  /** Closes the open files and returns all files written. */
  List<DataFile> finish() {
    open.values().forEach(this::close);
    open.clear();
    lastFile = null;
    return List.copyOf(closed);
  }

  /** Closes and deletes all files written. A file that cannot be deleted is logged and left. */
  void abort() {
    Set<String> written = new HashSet<>();
    for (OpenFile file : open.values()) {
      written.add(file.location);
      try {
        file.writer.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("Could not close the abandoned data file {}", file.location, e);
      }
    }
    closed.forEach(file -> written.add(file.location()));
    for (String location : written) {
      try {
        table.io().deleteFile(location);
      } catch (RuntimeException e) {
        LOG.warn("Could not delete the uncommitted data file {}: {}", location, e.toString());
      }
    }
    open.clear();
    closed.clear();
    lastFile = null;
  }

  private OpenFile openFile(int partition) {
    if (open.size() >= MAX_OPEN) {
      Integer eldest = open.keySet().iterator().next();
      close(open.remove(eldest));
    }
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    key.partition(row);
    EncryptedOutputFile output = names.newOutputFile(key);
    try {
      DataWriter<Row> writer =
          Parquet.writeData(output)
              .forTable(table)
              .set(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, ROWS_BEFORE_PAGE_CHECK)
              .createWriterFunc(RowWriter::of)
              .withPartition(key)
              .build();
      OpenFile file = new OpenFile(writer, output.encryptingOutputFile().location());
      open.put(partition, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not create a data file of " + table.name(), e);
    }
  }

  private void close(OpenFile file) {
    try {
      file.writer.close();
      closed.add(file.writer.toDataFile());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not finish a data file of " + table.name(), e);
    }
  }

  private static final class OpenFile {
    private final DataWriter<Row> writer;
    private final String location;
    private long rows;

    OpenFile(DataWriter<Row> writer, String location) {
      this.writer = writer;
      this.location = location;
    }
  }
}
