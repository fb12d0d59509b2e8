package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Maintains tables as other engines do: through Iceberg's API, without K2's summary keys. */
public final class ForeignTool {
  private ForeignTool() {}

  /** Replaces every data file by one with the same rows. */
  public static void rewrite(Table table) {
    table.refresh();
    RewriteFiles rewrite = table.newRewrite();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        rewrite.deleteFile(task.file());
        rewrite.addFile(write(table, List.of(task.file())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rewrite.commit();
  }

  /** Expires all snapshots but the current one. */
  public static void expire(Table table) {
    table.refresh();
    table.expireSnapshots().expireOlderThan(System.currentTimeMillis() + 1).retainLast(1).commit();
  }

  /** Deletes all rows. */
  public static void deleteRows(Table table) {
    table.refresh();
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
  }

  /** Writes the rows of data files of one partition into a new one, which is not committed. */
  public static DataFile write(Table table, List<DataFile> files) {
    List<Record> rows = new ArrayList<>();
    files.forEach(file -> rows.addAll(LakeFiles.rows(table, file)));
    return LakeFiles.write(table, files.get(0).partition(), rows);
  }
}
