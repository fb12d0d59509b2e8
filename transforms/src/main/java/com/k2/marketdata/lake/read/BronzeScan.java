package com.k2.marketdata.lake.read;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.table.BronzeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Finds the files of bronze that may hold a selection's rows, and shares them out among tasks. */
public final class BronzeScan {
  private static final long SPLIT_BYTES = 32L << 20;

  private final Table bronze;
  private final BronzeSelection selection;

  public BronzeScan(Table bronze, BronzeSelection selection) {
    this.bronze = bronze;
    this.selection = selection;
  }

  /**
   * The files of the selection.
   *
   * @param since only files added after this snapshot; null for all files
   * @param pinned the snapshot to read
   * @param fromDay the lowest ingestion_date that is needed, in days since the epoch; null for all
   */
  public List<FileScanTask> files(@Nullable Long since, long pinned, @Nullable Integer fromDay) {
    List<FileScanTask> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> planned = scan(since, pinned, fromDay)) {
      for (FileScanTask file : planned) {
        if (!file.deletes().isEmpty()) {
          throw new HoleException(
              "Bronze file "
                  + file.file().location()
                  + " has rows deleted by another tool, so silver cannot account for its offsets."
                  + " Compact bronze, then skip them with `k2 ledger set`.");
        }
        files.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list the files of " + bronze.name(), e);
    }
    return files;
  }

  private CloseableIterable<FileScanTask> scan(
      @Nullable Long since, long pinned, @Nullable Integer fromDay) {
    if (since != null) {
      return bronze
          .newIncrementalAppendScan()
          .fromSnapshotExclusive(since)
          .toSnapshot(pinned)
          .filter(selection.filter())
          .planFiles();
    }
    Expression filter =
        fromDay == null
            ? selection.filter()
            : and(greaterThanOrEqual(BronzeTable.INGESTION_DATE, fromDay), selection.filter());
    return bronze.newScan().useSnapshot(pinned).filter(filter).planFiles();
  }

  /**
   * Splits large files and divides the parts among at most {@code tasks} tasks of about the same
   * size. Parts are numbered from 0 across all tasks.
   */
  public static List<List<BronzeSplit>> share(List<FileScanTask> files, int tasks) {
    if (files.isEmpty()) {
      return List.of(List.of(BronzeSplit.empty(0)));
    }
    List<FileScanTask> parts = new ArrayList<>();
    files.forEach(file -> file.split(SPLIT_BYTES).forEach(parts::add));
    parts.sort(Comparator.comparingLong(FileScanTask::length).reversed());
    PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingLong(load -> load.bytes));
    for (int i = 0; i < Math.min(tasks, parts.size()); i++) {
      loads.add(new Load());
    }
    int number = 0;
    for (FileScanTask part : parts) {
      Load lightest = loads.remove();
      lightest.bytes += part.length();
      lightest.splits.add(
          new BronzeSplit(number++, part.file().location(), part.start(), part.length()));
      loads.add(lightest);
    }
    return loads.stream().map(load -> List.copyOf(load.splits)).toList();
  }

  private static final class Load {
    private final List<BronzeSplit> splits = new ArrayList<>();
    private long bytes;
  }
}
