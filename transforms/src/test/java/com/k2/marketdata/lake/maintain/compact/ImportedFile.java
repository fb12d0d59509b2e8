package com.k2.marketdata.lake.maintain.compact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A copy of a data file as another tool may have written it before the table existed: without field
 * ids, with the columns in the reverse order, and without the columns of the partition path.
 */
final class ImportedFile {
  private ImportedFile() {}

  static DataFile of(Table table, DataFile original, Path copy) throws IOException {
    HadoopInputFile input = file(Path.of(original.location().replaceFirst("^file:", "")));
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      List<Type> columns = new ArrayList<>();
      for (Type column : reader.getFileMetaData().getSchema().getFields()) {
        if (table.spec().fields().stream().noneMatch(key -> key.name().equals(column.getName()))) {
          columns.add(withoutIds(column));
        }
      }
      Collections.reverse(columns);
      ParquetFileWriter writer =
          new ParquetFileWriter(
              HadoopOutputFile.fromPath(
                  new org.apache.hadoop.fs.Path(copy.toUri()), new Configuration()),
              new MessageType("imported", columns),
              ParquetFileWriter.Mode.CREATE,
              1 << 20,
              0,
              64,
              64,
              false);
      writer.start();
      writer.appendRowGroups(input.newStream(), reader.getFooter().getBlocks(), true);
      writer.end(Map.of());
    }
    return DataFiles.builder(table.spec())
        .copy(original)
        .withPath(copy.toUri().toString())
        .withFileSizeInBytes(Files.size(copy))
        .build();
  }

  private static HadoopInputFile file(Path path) throws IOException {
    return HadoopInputFile.fromPath(
        new org.apache.hadoop.fs.Path(path.toUri()), new Configuration());
  }

  private static Type withoutIds(Type type) {
    if (type.isPrimitive()) {
      return Types.primitive(type.asPrimitiveType().getPrimitiveTypeName(), type.getRepetition())
          .length(type.asPrimitiveType().getTypeLength())
          .as(type.getLogicalTypeAnnotation())
          .named(type.getName());
    }
    GroupType group = type.asGroupType();
    return Types.buildGroup(group.getRepetition())
        .as(group.getLogicalTypeAnnotation())
        .addFields(group.getFields().stream().map(ImportedFile::withoutIds).toArray(Type[]::new))
        .named(group.getName());
  }
}
