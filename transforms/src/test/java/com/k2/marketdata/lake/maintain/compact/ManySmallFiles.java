package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;

/** A process that plans the compaction of many small files, which exist in metadata only. */
final class ManySmallFiles {
  private static final int DAYS = 20;
  private static final int FILES_PER_DAY = 5_000;

  private ManySmallFiles() {}

  public static void main(String[] arguments) {
    Table table =
        TestLake.in(Path.of(arguments[0])).ensure(BronzeTable.definition(RawTrades.BINANCE));
    for (int day = 0; day < DAYS; day++) {
      AppendFiles append = table.newFastAppend();
      for (int file = 0; file < FILES_PER_DAY; file++) {
        append.appendFile(
            Compactions.fileOf(
                table, "ingestion_date=" + LocalDate.of(2025, 1, 1).plusDays(day), 1_000));
      }
      append.commit();
    }
    CompactPlan plan = Compactions.plan(table, Compactions.AT_ONCE.withMaxFiles(2 * FILES_PER_DAY));
    long left = plan.left().get(LeftReason.OVER_LIMIT).files();
    if (plan.groups().size() != 2 || left != (DAYS - 2) * FILES_PER_DAY) {
      throw new AssertionError(plan.groups().size() + " groups, left: " + plan.left());
    }
  }
}
