package com.k2.marketdata.lake.table;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;

/**
 * What a table must look like: its columns, partitioning and the properties that it is created
 * with.
 */
public record TableDefinition(
    String name, Schema schema, PartitionSpec spec, Map<String, String> properties) {

  static TableDefinition of(String name, Schema schema, PartitionSpec spec, long targetFileBytes) {
    Map<String, String> properties = new HashMap<>();
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(TableProperties.DEFAULT_FILE_FORMAT, "parquet");
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    properties.put(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(targetFileBytes));
    // A snapshot costs about a kilobyte of metadata, and a 10 s trigger makes 60,480 in a week.
    properties.put(TableProperties.METADATA_COMPRESSION, "gzip");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "5");
    // Only table properties reach a commit; the same keys as catalog settings do nothing.
    properties.put(TableProperties.COMMIT_NUM_RETRIES, "20");
    return new TableDefinition(name, schema, spec, Map.copyOf(properties));
  }

  /**
   * Columns in which values hardly come again, so that collecting them for a dictionary is lost.
   */
  TableDefinition withoutDictionary(String... columns) {
    return with(TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX, columns);
  }

  /** Columns whose least and greatest value help no query to leave out a file. */
  TableDefinition withoutBounds(String... columns) {
    return with(TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX, columns);
  }

  private TableDefinition with(String prefix, String... columns) {
    Map<String, String> more = new HashMap<>(properties);
    for (String column : columns) {
      more.put(prefix + column, "false");
    }
    return new TableDefinition(name, schema, spec, Map.copyOf(more));
  }
}
