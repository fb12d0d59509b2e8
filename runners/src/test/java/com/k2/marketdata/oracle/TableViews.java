package com.k2.marketdata.oracle;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What readers of a table see.
 *
 * @param rows the number and the hash of all rows of every tag and branch, by name
 * @param plans the files that a query of each snapshot reads, with the deletes that apply to them,
 *     by snapshot
 * @param positions the ledgers that each snapshot has, inherited ones included, by snapshot
 */
record TableViews(
    SortedMap<String, String> rows,
    SortedMap<Long, Integer> plans,
    SortedMap<Long, SortedMap<String, Ledger>> positions) {

  /**
   * Reads the views.
   *
   * @param planned the snapshots whose queries are planned
   */
  static TableViews of(Table table, List<Long> planned) {
    TableViews views = new TableViews(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    table.refs().forEach((name, ref) -> views.rows.put(name, rows(table, ref.snapshotId())));
    for (Snapshot snapshot : table.snapshots()) {
      views.positions.put(
          snapshot.snapshotId(), TableLedgers.at(table, snapshot.snapshotId()).byTopic());
    }
    for (long snapshot : planned) {
      views.plans.put(snapshot, plan(table, snapshot));
    }
    return views;
  }

  /** The views without a tag, and without other snapshots than these. */
  TableViews without(String tag, List<Long> snapshots) {
    SortedMap<Long, SortedMap<String, Ledger>> kept = new TreeMap<>(positions);
    kept.keySet().retainAll(snapshots);
    SortedMap<String, String> others = new TreeMap<>(rows);
    others.remove(tag);
    return new TableViews(others, plans, kept);
  }

  /** The ids of the table's snapshots, oldest first. */
  static List<Long> snapshots(Table table) {
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::snapshotId)
        .toList();
  }

  private static String rows(Table table, long snapshot) {
    long count = 0;
    long hash = 0;
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).useSnapshot(snapshot).build()) {
      for (Record row : rows) {
        count++;
        hash += 0x9E3779B97F4A7C15L * row.hashCode();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count + " rows, " + hash;
  }

  private static int plan(Table table, long snapshot) {
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot).planFiles()) {
      int sum = 0;
      for (FileScanTask task : tasks) {
        sum +=
            Stream.concat(Stream.of(task.file()), task.deletes().stream())
                .map(ContentFile::location)
                .sorted()
                .toList()
                .hashCode();
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
