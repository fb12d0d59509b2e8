package com.k2.marketdata.lake.table;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;

/**
 * The columns and the partitioning that a table must have, and the properties that it is created
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
    // A snapshot takes about 1 kB of metadata, and a trigger of 10 s makes 60,480 a week.
    properties.put(TableProperties.METADATA_COMPRESSION, "gzip");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "5");
    // Defaults for other engines that expire snapshots; explicit arguments of an expiry override
    // them.
    properties.put(TableProperties.MIN_SNAPSHOTS_TO_KEEP, "100");
    properties.put(
        TableProperties.MAX_SNAPSHOT_AGE_MS, Long.toString(Duration.ofDays(7).toMillis()));
    // A commit reads these from the table; as catalog settings they have no effect.
    properties.put(TableProperties.COMMIT_NUM_RETRIES, "20");
    return new TableDefinition(name, schema, spec, Map.copyOf(properties));
  }

  /** The partitioning as text that does not depend on the ids that a catalog assigns. */
  public String partitioning() {
    return partitioning(spec, schema);
  }

  /** The current partitioning of a table, in the form of {@link #partitioning()}. */
  public static String partitioning(Table table) {
    return partitioning(table.spec(), table.schema());
  }

  private static String partitioning(PartitionSpec spec, Schema schema) {
    return spec.fields().stream()
        .map(field -> field.transform() + "(" + schema.findColumnName(field.sourceId()) + ")")
        .toList()
        .toString();
  }

  /** Turns the dictionary off for columns whose values rarely repeat, where it is wasted work. */
  TableDefinition withoutDictionary(String... columns) {
    return with(TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX, columns);
  }

  /** Turns the minimum and the maximum off for columns where they let no query skip a file. */
  TableDefinition withoutBounds(String... columns) {
    return with(TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX, columns);
  }

  /**
   * Writes data pages of Parquet's version 2: delta encodings for columns without a dictionary. Not
   * for decimals, which DuckDB does not read in this form.
   */
  TableDefinition withPageVersion2() {
    return with(Map.of(TableProperties.PARQUET_PAGE_VERSION, "v2"));
  }

  private TableDefinition with(String prefix, String... columns) {
    return with(
        Arrays.stream(columns).collect(Collectors.toMap(prefix::concat, column -> "false")));
  }

  private TableDefinition with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new TableDefinition(name, schema, spec, Map.copyOf(all));
  }
}
