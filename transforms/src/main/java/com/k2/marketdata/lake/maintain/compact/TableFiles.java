package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.FileCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.StructLikeMap;

/** Counts a table's files in one pass that keeps none of them. */
final class TableFiles {
  private final FileChoice choice;
  private final StructLikeMap<FileCount> candidates;
  private final Map<LeftReason, FileCount> left = new EnumMap<>(LeftReason.class);
  private FileCount all = FileCount.NONE;
  private FileCount small = FileCount.NONE;

  private TableFiles(FileChoice choice, StructLikeMap<FileCount> candidates) {
    this.choice = choice;
    this.candidates = candidates;
  }

  static TableFiles of(Table table, long snapshot, FileChoice choice) {
    TableFiles files = new TableFiles(choice, StructLikeMap.create(table.spec().partitionType()));
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot).planFiles()) {
      tasks.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list the files of " + table.name(), e);
    }
    return files;
  }

  private void add(FileScanTask task) {
    DataFile file = task.file();
    FileCount one = FileCount.ofOne(file.fileSizeInBytes());
    all = all.plus(one);
    if (choice.packing().isSmall(file.fileSizeInBytes())) {
      small = small.plus(one);
    }
    choice.obstacle(task).ifPresent(reason -> left.merge(reason, one, FileCount::plus));
    if (choice.isCandidate(task)) {
      candidates.merge(file.partition(), one, FileCount::plus);
    }
  }

  /** The partition values with at least two files that may be rewritten. */
  List<StructLike> partitions() {
    return candidates.entrySet().stream()
        .filter(entry -> entry.getValue().files() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The plan of the table.
   *
   * @param inGroups the files of all groups that are worth rewriting
   * @param chosen the groups that are rewritten
   */
  CompactPlan plan(FileCount inGroups, List<RewriteGroup> chosen) {
    put(
        LeftReason.NO_GROUP,
        candidates.values().stream().reduce(FileCount.NONE, FileCount::plus).minus(inGroups));
    put(LeftReason.OVER_LIMIT, inGroups.minus(sum(chosen)));
    return new CompactPlan(chosen, all, small, left);
  }

  private void put(LeftReason reason, FileCount count) {
    if (count.files() > 0) {
      left.put(reason, count);
    }
  }

  private static FileCount sum(List<RewriteGroup> groups) {
    return groups.stream().map(RewriteGroup::input).reduce(FileCount.NONE, FileCount::plus);
  }
}
