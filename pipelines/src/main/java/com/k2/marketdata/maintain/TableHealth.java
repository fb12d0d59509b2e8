package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PropertyUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The state of a table, from its metadata.
 *
 * @param oldest when the oldest snapshot was committed, ISO-8601; null without snapshots
 * @param files the data files of the current snapshot
 * @param bytes their size
 * @param smallFiles how many of them are below three quarters of the table's target size
 * @param smallShare the share of small files, from 0 to 1
 * @param metadataBytes the size of the current metadata file
 * @param rows null if the table has delete files
 * @param rowsOfOthers how many rows others than K2 added; negative if they removed rows; null if
 *     unknown
 * @param warnings sentences about what an operator should look at
 */
public record TableHealth(
    int snapshots,
    @Nullable String oldest,
    long files,
    long bytes,
    long smallFiles,
    double smallShare,
    long metadataBytes,
    @Nullable Long rows,
    @Nullable Long rowsOfOthers,
    List<String> warnings) {

  public TableHealth {
    warnings = List.copyOf(warnings);
  }

  /** The state of a table as last refreshed. Reads the manifests of its current snapshot. */
  static TableHealth of(Table table) {
    FileSizes sizes = FileSizes.of(table);
    TableLedgers ledgers = TableLedgers.read(table);
    OptionalLong rows = RowCount.of(table);
    Long others = others(rows, ledgers);
    return new TableHealth(
        count(table),
        oldest(table),
        sizes.files,
        sizes.bytes,
        sizes.small,
        sizes.files == 0 ? 0 : (double) sizes.small / sizes.files,
        metadataBytes(table),
        rows.isPresent() ? rows.getAsLong() : null,
        others,
        warnings(table, ledgers, others));
  }

  /** This state with more warnings. */
  TableHealth with(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new TableHealth(
        snapshots,
        oldest,
        files,
        bytes,
        smallFiles,
        smallShare,
        metadataBytes,
        rows,
        rowsOfOthers,
        all);
  }

  private static List<String> warnings(Table table, TableLedgers ledgers, @Nullable Long others) {
    List<String> warnings = new ArrayList<>();
    Snapshot current = table.currentSnapshot();
    if (current != null && ledgers.byTopic().isEmpty()) {
      warnings.add("The table has snapshots but no position. Pipelines hold at it.");
    } else if (current != null && TableLedgers.of(current).isEmpty()) {
      warnings.add(
          "The newest snapshot is another tool's and has no position. It needs an anchor.");
    }
    if (others != null && others != 0) {
      warnings.add(
          others > 0
              ? "Another tool added " + others + " rows that K2 has no account of."
              : "Another tool removed " + -others + " rows.");
    }
    return warnings;
  }

  /** Unknown with delete files, and for ledgers of earlier versions, which do not count rows. */
  private static @Nullable Long others(OptionalLong rows, TableLedgers ledgers) {
    OptionalLong recorded = ledgers.rows();
    return rows.isPresent() && recorded.isPresent() && !ledgers.byTopic().isEmpty()
        ? (Long) (rows.getAsLong() - recorded.getAsLong())
        : null;
  }

  private static int count(Table table) {
    int count = 0;
    for (Snapshot any : table.snapshots()) {
      count++;
    }
    return count;
  }

  private static @Nullable String oldest(Table table) {
    return OldestSnapshot.of(table).map(Instant::toString).orElse(null);
  }

  private static long metadataBytes(Table table) {
    String location = ((HasTableOperations) table).operations().current().metadataFileLocation();
    return location == null ? 0 : table.io().newInputFile(location).getLength();
  }

  /** Counts a table's data files in one pass that keeps none of them. */
  private static final class FileSizes {
    private final long target;
    private long files;
    private long bytes;
    private long small;

    private FileSizes(long target) {
      this.target = target;
    }

    static FileSizes of(Table table) {
      FileSizes sizes =
          new FileSizes(
              PropertyUtil.propertyAsLong(
                  table.properties(),
                  TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                  TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        tasks.forEach(task -> sizes.add(task.file().fileSizeInBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException("Could not list the files of " + table.name(), e);
      }
      return sizes;
    }

    private void add(long size) {
      files++;
      bytes += size;
      if (size < target - target / 4) {
        small++;
      }
    }
  }
}
