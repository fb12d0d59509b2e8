package com.k2.marketdata.testing;

import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** A minimal compaction: rewrites two files of a partition into one. */
public final class Compaction {
  private Compaction() {}

  /**
   * Compacts a table of a state folder. Returns false if the table does not exist or no partition
   * has two files.
   */
  public static boolean of(Path state, String name) {
    Tables tables = Tables.of(state);
    if (!tables.has(name)) {
      return false;
    }
    Table table = tables.table(name);
    List<DataFile> pair = pair(table);
    if (pair.size() < 2) {
      return false;
    }
    DataFile merged = ForeignTool.write(table, pair);
    new CarryCommit(table, "compaction-" + UUID.randomUUID())
        .commit(
            current -> {
              RewriteFiles rewrite = current.newRewrite();
              pair.forEach(rewrite::deleteFile);
              return rewrite.addFile(merged);
            });
    return true;
  }

  private static List<DataFile> pair(Table table) {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (DataFile one : files) {
      for (DataFile other : files) {
        if (!one.location().equals(other.location()) && isSamePartition(one, other)) {
          return List.of(one, other);
        }
      }
    }
    return List.of();
  }

  private static boolean isSamePartition(ContentFile<?> one, ContentFile<?> other) {
    StructLike a = one.partition();
    StructLike b = other.partition();
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i, Object.class).equals(b.get(i, Object.class))) {
        return false;
      }
    }
    return true;
  }
}
