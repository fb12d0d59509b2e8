package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.trade.Outcome;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Writes data files of the dead-letter table for tests of other packages. */
public final class DeadLetterFixture {
  private DeadLetterFixture() {}

  /** Files with these dead letters, all under the first day of the epoch; not yet committed. */
  public static List<DataFile> write(
      Table deadLetters, String bronzeSource, List<Outcome.Rejected> rejected) {
    return write(deadLetters, bronzeSource, 0, rejected);
  }

  /** Files with these dead letters, all under this day since the epoch; not yet committed. */
  public static List<DataFile> write(
      Table deadLetters, String bronzeSource, int day, List<Outcome.Rejected> rejected) {
    TableWriter writer = new TableWriter(deadLetters, SpillSettings.DEFAULTS);
    DeadLetterRows rows = new DeadLetterRows(new CycleStamp(1, "TEST", bronzeSource, "test"), day);
    for (Outcome.Rejected each : rejected) {
      rows.fill(writer.row(), each);
      writer.write(day);
    }
    return writer.finish();
  }
}
