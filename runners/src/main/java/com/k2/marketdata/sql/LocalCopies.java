package com.k2.marketdata.sql;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Files;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataTableUtils;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Copies tables that only Iceberg can read into Parquet files of a temporary folder: metadata
 * tables, and tables with deleted rows or remote files.
 */
final class LocalCopies {
  private final File folder;
  private int copies;

  LocalCopies(File folder) {
    this.folder = folder;
  }

  /** The table's rows, without the deleted ones. */
  Source rows(Table table) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      return copy(table.schema(), rows, GenericParquetWriter::create);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not copy " + table.name(), e);
    }
  }

  /** The rows of a metadata table. */
  Source metadata(Table table, MetadataTableType type) {
    Table metadata = MetadataTableUtils.createMetadataTableInstance(table, type);
    List<CloseableIterable<StructLike>> parts = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = metadata.newScan().planFiles()) {
      tasks.forEach(task -> parts.add(task.asDataTask().rows()));
      try (CloseableIterable<StructLike> rows = CloseableIterable.concat(parts)) {
        return copy(metadata.schema(), rows, InternalWriter::createWriter);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + metadata.name(), e);
    }
  }

  private <T> Source copy(
      Schema schema,
      Iterable<T> rows,
      BiFunction<Schema, MessageType, ParquetValueWriter<?>> values)
      throws IOException {
    File file = new File(folder, copies++ + ".parquet");
    DataWriter<T> writer =
        Parquet.writeData(Files.localOutput(file))
            .schema(schema)
            .withSpec(PartitionSpec.unpartitioned())
            .createWriterFunc(values)
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return new Source(
        "SELECT * FROM read_parquet(" + Quoted.text(file.getPath()) + ")", List.of(file.getPath()));
  }
}
