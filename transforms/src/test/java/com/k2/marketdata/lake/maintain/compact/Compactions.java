package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.RawTrades;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Compactions of test tables, without a runner. */
final class Compactions {
  static final MaintenanceRun RUN = new MaintenanceRun("run-1");

  /** Files of any age may be rewritten. */
  static final CompactSettings AT_ONCE = CompactSettings.DEFAULTS.withSettle(Duration.ZERO);

  private Compactions() {}

  static Table load(CycleFixture tables, TableRole role) {
    return tables.lake.load(role.tableOf(RawTrades.BINANCE));
  }

  static CompactPlan plan(Table table, CompactSettings settings) {
    // A second later, so that files of the last snapshot are not younger than the plan.
    return new CompactPlanner(table, definition(table), settings)
        .plan(Instant.now().plusSeconds(1));
  }

  static List<RewrittenGroup> rewrite(Table table, CompactPlan plan) {
    return plan.groups().stream().map(new GroupRewriter(table)::rewrite).toList();
  }

  static CompactResult commit(Table table, List<RewrittenGroup> groups) {
    return new RewriteCommit(table, RUN).commit(groups);
  }

  /** Plans, rewrites and commits. */
  static CompactResult run(Table table) {
    return commit(table, rewrite(table, plan(table, AT_ONCE)));
  }

  /** The current data files, in the order in which they were added. */
  static List<DataFile> files(Table table) {
    table.refresh();
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.comparingLong(AddedTimes::order).thenComparing(DataFile::location));
    return files;
  }

  /** Sets the size of a complete file. */
  static void setTarget(Table table, long bytes) {
    table.updateProperties().set("write.target-file-size-bytes", Long.toString(bytes)).commit();
  }

  /** A file that exists in metadata only. */
  static DataFile fileOf(Table table, String partition, long bytes) {
    return DataFiles.builder(table.spec())
        .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
        .withFormat(FileFormat.PARQUET)
        .withPartitionPath(partition)
        .withFileSizeInBytes(bytes)
        .withRecordCount(1)
        .build();
  }

  /** Deletes a row with a position delete file, as other engines do. */
  static void deleteRow(Table table, DataFile file, long position) {
    try {
      PositionDeleteWriter<Record> writer =
          Parquet.writeDeletes(
                  OutputFileFactory.builderFor(table, 0, 0)
                      .operationId(UUID.randomUUID().toString())
                      .build()
                      .newOutputFile(table.spec(), file.partition()))
              .withSpec(table.spec())
              .withPartition(file.partition())
              .buildPositionWriter();
      try (writer) {
        writer.write(PositionDelete.<Record>create().set(file.location(), position));
      }
      table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes rows with an equality delete file, as Flink does. */
  static void deleteRowsWhere(Table table, DataFile inPartitionOf, String column, Object value) {
    Schema key = table.schema().select(column);
    try {
      EqualityDeleteWriter<Record> writer =
          Parquet.writeDeletes(
                  OutputFileFactory.builderFor(table, 0, 0)
                      .operationId(UUID.randomUUID().toString())
                      .build()
                      .newOutputFile(table.spec(), inPartitionOf.partition()))
              .withSpec(table.spec())
              .withPartition(inPartitionOf.partition())
              .rowSchema(key)
              .createWriterFunc(type -> GenericParquetWriter.create(key, type))
              .equalityFieldIds(key.columns().get(0).fieldId())
              .buildEqualityWriter();
      try (writer) {
        writer.write(GenericRecord.create(key).copy(column, value));
      }
      table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TableDefinition definition(Table table) {
    for (TableRole role : TableRole.values()) {
      if (table.name().endsWith("." + role.tableOf(RawTrades.BINANCE))) {
        return role.definition(RawTrades.BINANCE);
      }
    }
    return DeadLetterTable.definition();
  }
}
