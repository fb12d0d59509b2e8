package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.lake.write.row.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the data files of one task in one table, and deletes those that are not committed. */
final class TaskFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TaskFiles.class);

  /**
   * A page grows by this many rows before its size is checked for the first time. With Iceberg's
   * default of 100, messages of a megabyte would make pages of 100 MB.
   */
  private static final String ROWS_BEFORE_PAGE_CHECK = "4";

  private final Table table;
  private final OutputFileFactory names;
  private final Set<String> locations = new LinkedHashSet<>();

  TaskFiles(Table table) {
    this.table = table;
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
  }

  /** Creates a file for the partition value of a row. */
  OpenFile open(Row row) {
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    key.partition(row);
    EncryptedOutputFile output = names.newOutputFile(key);
    String location = output.encryptingOutputFile().location();
    locations.add(location);
    try {
      return new OpenFile(
          Parquet.writeData(output)
              .forTable(table)
              .set(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, ROWS_BEFORE_PAGE_CHECK)
              .createWriterFunc(RowWriter::of)
              .withPartition(key)
              .build(),
          location);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not create the data file " + location, e);
    }
  }

  /** Deletes a closed file whose rows are in another one. */
  void delete(DataFile file) {
    delete(file.location());
    locations.remove(file.location());
  }

  /** Deletes all files that were created. Close them first. */
  void deleteAll() {
    locations.forEach(this::delete);
    locations.clear();
  }

  private void delete(String location) {
    try {
      table.io().deleteFile(location);
    } catch (RuntimeException e) {
      LOG.warn("Could not delete the uncommitted data file {}: {}", location, e.toString());
    }
  }
}
