package com.k2.marketdata.lake.maintain.compact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.io.CloseableIterable;

/** Plans the groups of one partition value, by the rules of {@link FilePacking}. */
final class PartitionPlanner extends BinPackRewriteFilePlanner {
  private static final Comparator<DataFile> IN_ORDER =
      Comparator.comparingLong(AddedTimes::order).thenComparing(ContentFile::location);

  private final FileChoice choice;

  PartitionPlanner(Table table, long snapshot, StructLike partition, FileChoice choice) {
    super(table, PartitionFilter.of(table, partition), snapshot, true);
    this.choice = choice;
    init(Map.of());
  }

  /** The files of each group, in the order in which they were added. */
  List<List<DataFile>> groups() {
    List<List<DataFile>> groups = new ArrayList<>();
    try (CloseableIterable<RewriteFileGroup> planned = plan().groups()) {
      for (RewriteFileGroup group : planned) {
        groups.add(
            group.fileScanTasks().stream().map(task -> task.file().copyWithoutStats()).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not plan the compaction of " + table().name(), e);
    }
    return groups;
  }

  @Override
  protected Iterable<FileScanTask> filterFiles(Iterable<FileScanTask> tasks) {
    List<FileScanTask> candidates = new ArrayList<>();
    for (FileScanTask task : tasks) {
      if (choice.isCandidate(task)) {
        candidates.add(task);
      }
    }
    return candidates;
  }

  @Override
  protected Iterable<List<FileScanTask>> planFileGroups(Iterable<FileScanTask> tasks) {
    List<FileScanTask> inOrder = new ArrayList<>();
    filterFiles(tasks).forEach(inOrder::add);
    inOrder.sort(Comparator.comparing(FileScanTask::file, IN_ORDER));
    return choice.packing().pack(inOrder, task -> FilePacking.Size.of(task.file()));
  }
}
