package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseCombinedScanTask;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.TableScanUtil;

/** Lists the files of the pinned snapshots, grouped into tasks. */
public final class ScanPlan {
  private ScanPlan() {}

  /** The files of a table, with the bounds of their coordinates. */
  public static List<CombinedScanTask> of(PinnedLake lake, TableRole role) {
    return of(lake, role, false);
  }

  /** The files of a table, with the statistics of all columns. */
  public static List<CombinedScanTask> withStatistics(PinnedLake lake, TableRole role) {
    return of(lake, role, true);
  }

  /** All exchanges share the dead-letter table. */
  static Expression filter(PinnedLake lake, TableRole role) {
    return role == TableRole.DEAD_LETTERS
        ? Expressions.equal(DeadLetterTable.BRONZE_SOURCE, lake.exchange().bronzeTable())
        : Expressions.alwaysTrue();
  }

  /** Tasks of the usual size for data files without delete files. */
  static List<CombinedScanTask> ofFiles(Table table, List<DataFile> files) {
    TableScan scan = table.newScan();
    long size = scan.targetSplitSize();
    List<CombinedScanTask> tasks = new ArrayList<>();
    try (CloseableIterable<CombinedScanTask> planned =
        TableScanUtil.planTasks(
            TableScanUtil.splitFiles(
                CloseableIterable.withNoopClose(fileTasks(table, files)), size),
            size,
            scan.splitLookback(),
            scan.splitOpenFileCost())) {
      planned.forEach(tasks::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tasks;
  }

  /**
   * The files of dead letters that silver's ledgers recorded but that were not appended yet;
   * without those of a cycle that has lost any.
   */
  public static List<CombinedScanTask> pendingDeadLetters(PinnedLake lake) {
    List<CombinedScanTask> tasks = new ArrayList<>();
    for (String topic : lake.topics()) {
      if (lake.deadLetterState(topic).equals(Optional.of(DeadLetterState.PENDING))
          && lake.lostDeadLetters(topic).isEmpty()) {
        DeadLetterIntent intent = lake.ledger(TableRole.SILVER, topic).orElseThrow().intent();
        tasks.add(
            wholeFiles(
                lake.tables().require(TableRole.DEAD_LETTERS).table(),
                lake.sync(topic).intended(intent)));
      }
    }
    return tasks;
  }

  private static List<CombinedScanTask> of(PinnedLake lake, TableRole role, boolean statistics) {
    List<CombinedScanTask> tasks =
        new ArrayList<>(tasks(role, lake.tables().get(role), filter(lake, role), statistics));
    if (role == TableRole.DEAD_LETTERS) {
      tasks.addAll(pendingDeadLetters(lake));
    }
    return tasks;
  }

  private static List<CombinedScanTask> tasks(
      TableRole role, Optional<PinnedTable> table, Expression filter, boolean statistics) {
    if (table.map(PinnedTable::snapshot).isEmpty()) {
      return List.of();
    }
    PinnedTable pinned = table.get();
    return SystemFaultException.wrapping(
        "Could not list the files of " + pinned.name(),
        () -> {
          OffsetColumns columns = OffsetColumns.of(role, pinned.table());
          TableScan scan = pinned.table().newScan().useSnapshot(pinned.snapshot()).filter(filter);
          TableScan counted =
              statistics
                  ? scan.includeColumnStats()
                  : scan.includeColumnStats(List.of(columns.partition(), columns.offset()));
          try (CloseableIterable<CombinedScanTask> planned = counted.planTasks()) {
            List<CombinedScanTask> tasks = new ArrayList<>();
            planned.forEach(tasks::add);
            return tasks;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static CombinedScanTask wholeFiles(Table table, List<DataFile> files) {
    return new BaseCombinedScanTask(fileTasks(table, files));
  }

  private static List<FileScanTask> fileTasks(Table table, List<DataFile> files) {
    String schema = SchemaParser.toJson(table.schema());
    List<FileScanTask> tasks = new ArrayList<>();
    for (DataFile file : files) {
      tasks.add(
          new BaseFileScanTask(
              file,
              new DeleteFile[0],
              schema,
              PartitionSpecParser.toJson(table.specs().get(file.specId())),
              ResidualEvaluator.unpartitioned(Expressions.alwaysTrue())));
    }
    return tasks;
  }
}
