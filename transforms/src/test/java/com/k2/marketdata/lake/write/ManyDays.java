package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;

/** A process that writes trades of many days in turn as one task. */
final class ManyDays {
  static final int KILLED = 41;
  private static final int FIRST = 19_000;

  private ManyDays() {}

  /**
   * Exits with 0 if each day has one file with all its rows.
   *
   * @param args the folder of the tables; the folder to spill to; the number of rows; the number of
   *     days; whether to halt before the spilled rows are written
   */
  public static void main(String[] args) {
    int rows = Integer.parseInt(args[2]);
    int days = Integer.parseInt(args[3]);
    TestLake lake = TestLake.in(Path.of(args[0]));
    TableWriter writer =
        new TableWriter(
            lake.ensure(SilverTable.definition(RawTrades.KRAKEN)),
            new SpillSettings(args[1], 1L << 30));
    SpilledTrades trades = new SpilledTrades();
    for (int offset = 0; offset < rows; offset++) {
      trades.write(writer, FIRST + offset % days, offset);
    }
    if (Boolean.parseBoolean(args[4])) {
      Runtime.getRuntime().halt(KILLED);
    }
    List<DataFile> files = writer.finish();
    Set<Integer> found = new HashSet<>();
    for (DataFile file : files) {
      found.add(file.partition().get(0, Integer.class));
      if (file.recordCount() != rows / days) {
        throw new AssertionError(file + " should have " + rows / days + " rows");
      }
    }
    if (files.size() != days || found.size() != days) {
      throw new AssertionError(files.size() + " files of " + found.size() + " days");
    }
  }
}
