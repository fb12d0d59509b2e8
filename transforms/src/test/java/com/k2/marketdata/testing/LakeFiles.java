package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;

/** Reads and writes the files of tables without K2, as other tools may do. */
public final class LakeFiles {
  private LakeFiles() {}

  /** A row of the table with these values; the other columns are null. */
  public static Record row(Table table, Map<String, Object> values) {
    return GenericRecord.create(table.schema()).copy(values);
  }

  /** Writes rows of one partition to a file, without committing it. */
  public static DataFile write(Table table, List<Record> rows) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
    return write(table, partition, rows);
  }

  /** Writes rows to a file of this partition, whatever their values, without committing it. */
  public static DataFile write(Table table, StructLike partition, List<Record> rows) {
    try {
      DataWriter<Record> writer =
          Parquet.writeData(newFile(table))
              .forTable(table)
              .withPartition(partition)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        rows.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a file, including those that a delete file deletes. */
  public static List<Record> rows(Table table, DataFile file) {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> read =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(table.schema())
            .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
            .build()) {
      read.forEach(rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** Writes rows of one partition to a file and commits it. */
  public static DataFile append(Table table, Record... rows) {
    DataFile file = write(table, List.of(rows));
    table.newAppend().appendFile(file).commit();
    return file;
  }

  /** Deletes the row at a position of a file with a position delete file. */
  public static void delete(Table table, DataFile file, long position) {
    try {
      PositionDeleteWriter<Record> writer =
          Parquet.writeDeletes(newFile(table))
              .withSpec(table.spec())
              .withPartition(file.partition())
              .buildPositionWriter();
      try (writer) {
        writer.write(PositionDelete.<Record>create().set(file.location(), position));
      }
      DeleteFile deletes = writer.toDeleteFile();
      table.newRowDelta().addDeletes(deletes).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputFile newFile(Table table) {
    return table.io().newOutputFile(table.location() + "/data/" + UUID.randomUUID() + ".parquet");
  }
}
