package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Changes rows of a table as another program may do. */
public final class RewrittenRows {
  private RewrittenRows() {}

  /** Replaces all files by new ones with these rows in place of the present ones. */
  public static void of(Table table, UnaryOperator<List<Record>> change) {
    List<Record> rows = new ArrayList<>();
    OverwriteFiles overwrite = table.newOverwrite();
    try (CloseableIterable<Record> all = IcebergGenerics.read(table).build();
        CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      all.forEach(rows::add);
      files.forEach(file -> overwrite.deleteFile(file.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (List<Record> partition : byPartition(table, change.apply(rows))) {
      DataFile file = LakeFiles.write(table, partition);
      overwrite.addFile(file);
    }
    overwrite.commit();
  }

  /**
   * Replaces a file by one with these rows in place of the present ones, in the same partition
   * whatever their values.
   */
  public static void of(Table table, DataFile file, UnaryOperator<List<Record>> change) {
    List<Record> rows = change.apply(LakeFiles.rows(table, file));
    DataFile changed = LakeFiles.write(table, file.partition(), rows);
    table.newOverwrite().deleteFile(file).addFile(changed).commit();
  }

  private static Iterable<List<Record>> byPartition(Table table, List<Record> rows) {
    Map<PartitionKey, List<Record>> sorted = new LinkedHashMap<>();
    for (Record row : rows) {
      PartitionKey key = new PartitionKey(table.spec(), table.schema());
      key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
      sorted.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
    }
    return sorted.values();
  }
}
