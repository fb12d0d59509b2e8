package com.k2.marketdata.lake.maintain.compact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.encryption.EncryptingFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads rows of a table's Parquet files as query engines do. Files that another tool has imported
 * may have no field ids; their columns are found by the table's name mapping. Values of identity
 * partition fields are those of the metadata, since imported files may lack the columns.
 */
final class InputRows {
  private final Table table;
  private final Schema schema;
  private final NameMapping mapping;

  InputRows(Table table) {
    this.table = table;
    this.schema = table.schema();
    String json = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
    // With a mapping, if only an empty one, Iceberg does not assign ids by the order of columns.
    this.mapping = json == null ? NameMapping.of(List.of()) : NameMappingParser.fromJson(json);
  }

  /**
   * The rows of a file. An iterator returns the same object for each row.
   *
   * @throws UnreadableInput if its columns cannot be identified
   */
  CloseableIterable<StructLike> read(DataFile file) {
    Map<Integer, Object> constants = constants(file);
    return Parquet.read(EncryptingFileIO.combine(table.io(), table.encryption()).newInputFile(file))
        .project(schema)
        .withNameMapping(mapping)
        .reuseContainers()
        .createReaderFunc(type -> reader(file, type, constants))
        .build();
  }

  private ParquetValueReader<StructLike> reader(
      DataFile file, MessageType type, Map<Integer, Object> constants) {
    if (!ParquetSchemaUtil.hasIds(type)) {
      throw new UnreadableInput(
          file.location()
              + " has no field ids, and the table property "
              + TableProperties.DEFAULT_NAME_MAPPING
              + " does not name its columns",
          null);
    }
    return InternalReader.create(schema, type, constants);
  }

  private Map<Integer, Object> constants(DataFile file) {
    Map<Integer, Object> constants = new HashMap<>();
    List<PartitionField> fields = table.spec().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).transform().isIdentity()) {
        constants.put(fields.get(i).sourceId(), file.partition().get(i, Object.class));
      }
    }
    return constants;
  }

  /** A file that cannot be rewritten. The message names it. */
  static final class UnreadableInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableInput(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
