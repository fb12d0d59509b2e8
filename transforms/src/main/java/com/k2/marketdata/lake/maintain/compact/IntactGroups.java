package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.progress.TaskProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.StructLikeMap;

/** Which groups can still be replaced: all of their files are in the table, without deletes. */
final class IntactGroups {
  private final Table table;
  private final StructLikeMap<Set<String>> filesByPartition;

  /** Compares groups with the current snapshot of a table, as last refreshed. */
  IntactGroups(Table table) {
    this.table = table;
    this.filesByPartition = StructLikeMap.create(table.spec().partitionType());
  }

  boolean has(RewriteGroup group) {
    return filesByPartition
        .computeIfAbsent(group.partition(), this::filesWithoutDeletes)
        .containsAll(locations(group.files()));
  }

  private Set<String> filesWithoutDeletes(StructLike partition) {
    return SystemFaultException.wrapping(
        "Could not list the files of " + table.name(), () -> scan(partition));
  }

  private Set<String> scan(StructLike partition) {
    Set<String> files = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(PartitionFilter.of(table, partition)).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.deletes().isEmpty()) {
          files.add(task.file().location());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TaskProgress.report();
    return files;
  }

  private static List<String> locations(List<DataFile> files) {
    return files.stream().map(DataFile::location).toList();
  }
}
