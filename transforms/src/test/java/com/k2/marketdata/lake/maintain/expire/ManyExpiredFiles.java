package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** A process that expires snapshots with many data files, which exist in metadata only. */
final class ManyExpiredFiles {
  private static final int FILES_OF_COMMIT = 50_000;

  private ManyExpiredFiles() {}

  /**
   * Fills a table, or expires what an earlier process has filled; exits with 0 if all files were
   * deleted.
   *
   * @param args the folder of the tables; the number of files; "fill" or "expire"
   */
  public static void main(String[] args) {
    TestLake lake = TestLake.in(Path.of(args[0]));
    Table table = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
    int files = Integer.parseInt(args[1]);
    if (args[2].equals("fill")) {
      fill(table, files);
    } else {
      expire(table, files);
    }
  }

  private static void fill(Table table, int files) {
    for (int done = 0; done < files; done += FILES_OF_COMMIT) {
      AppendFiles append = table.newFastAppend();
      for (int i = 0; i < Math.min(FILES_OF_COMMIT, files - done); i++) {
        append.appendFile(file(table));
      }
      append.commit();
    }
    DeleteFiles delete = table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue());
    delete.commit();
    // Kept snapshots have files too, which the clean-up has to tell apart.
    AppendFiles append = table.newFastAppend();
    for (int i = 0; i < files / 10; i++) {
      append.appendFile(file(table));
    }
    append.commit();
  }

  private static DataFile file(Table table) {
    return TestLake.fileOf(table, "ingestion_date=2026-01-01", 1);
  }

  private static void expire(Table table, int files) {
    long start = System.nanoTime();
    Expiry expiry = new Expiry(table, ExpirySettings.defaults().withSnapshots(1, 5_000));
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    System.out.println("Planned in " + Duration.ofNanos(System.nanoTime() - start));
    ExpiryResult result = expiry.execute(plan);
    System.out.println("Done after " + Duration.ofNanos(System.nanoTime() - start));
    System.out.println(result);
    if (result.files().get(Kind.DATA_FILE).files() != files || result.failed() > 0) {
      throw new AssertionError(result);
    }
  }
}
