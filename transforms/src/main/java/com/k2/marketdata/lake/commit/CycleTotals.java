package com.k2.marketdata.lake.commit;

import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.message.RangeReceipt;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.DataFile;

/**
 * The results of all tasks of a cycle, checked against its plan: exactly one receipt per range,
 * each range read to its end, and as many rows as records.
 *
 * @param bronzeSum the sum, modulo 2^64, of the hashes of the rows written into bronze
 */
record CycleTotals(
    long bronzeRead,
    long silverRead,
    long bytes,
    long bronzeSum,
    Map<TableRole, List<DataFile>> files) {

  /**
   * Adds up the results.
   *
   * @throws IncompleteCycleException if a receipt is missing, duplicate or short, or the number of
   *     rows differs from the number of records
   * @throws RejectedShareException if too large a share of the messages was rejected
   */
  static CycleTotals check(CommitPlan plan, Iterable<TaskResult> results) {
    Map<TableRole, List<DataFile>> files = new EnumMap<>(TableRole.class);
    for (TableRole role : TableRole.values()) {
      files.put(role, new ArrayList<>());
    }
    RangeReceipt[] receipts = new RangeReceipt[plan.ranges().size()];
    long bronzeSum = 0;
    for (TaskResult result : results) {
      result.receipts().forEach(receipt -> assign(receipts, receipt));
      files.forEach((role, all) -> all.addAll(result.files(role)));
      bronzeSum += result.bronzeSum();
    }
    long bronzeRead = 0;
    long silverRead = 0;
    long bytes = 0;
    for (int number = 0; number < receipts.length; number++) {
      CommitPlan.Range range = plan.ranges().get(number);
      long records = recordsOf(range, number, receipts[number]);
      bronzeRead += range.bronze() ? records : 0;
      silverRead += range.silver() ? records : 0;
      bytes += receipts[number].bytes();
    }
    CycleTotals totals = new CycleTotals(bronzeRead, silverRead, bytes, bronzeSum, files);
    totals.requireRowPerRecord();
    totals.requireShareWithin(plan.limit());
    return totals;
  }

  /** The data files of a table; empty if nothing was written to it. */
  List<DataFile> files(TableRole role) {
    return files.get(role);
  }

  long accepted() {
    return rows(TableRole.SILVER);
  }

  long rejected() {
    return rows(TableRole.DEAD_LETTERS);
  }

  private static void assign(RangeReceipt[] receipts, RangeReceipt receipt) {
    if (receipt.range() < 0 || receipt.range() >= receipts.length) {
      throw new IncompleteCycleException("A receipt for a range that was not planned: " + receipt);
    }
    if (receipts[receipt.range()] != null) {
      throw new IncompleteCycleException(
          "Two receipts for one range: " + receipts[receipt.range()] + " and " + receipt + ".");
    }
    receipts[receipt.range()] = receipt;
  }

  private static long recordsOf(CommitPlan.Range range, int number, RangeReceipt receipt) {
    if (receipt == null) {
      throw new IncompleteCycleException(
          "No receipt for range " + number + ", " + range + ": its reader did not finish.");
    }
    if (receipt.from() != range.from()
        || receipt.to() != range.to()
        || receipt.reached() != range.to()) {
      throw new IncompleteCycleException(
          "Range " + number + " was planned as " + range + ", but its receipt is " + receipt + ".");
    }
    return receipt.records();
  }

  private void requireRowPerRecord() {
    long written = rows(TableRole.BRONZE);
    if (written != bronzeRead) {
      throw new IncompleteCycleException(
          bronzeRead + " records were read for bronze, but " + written + " rows were written.");
    }
    if (accepted() + rejected() != silverRead) {
      throw new IncompleteCycleException(
          silverRead
              + " records were read for silver, but "
              + accepted()
              + " trades and "
              + rejected()
              + " dead letters were written.");
    }
  }

  private void requireShareWithin(CommitPlan.RejectLimit limit) {
    if (silverRead >= limit.minRecords() && rejected() > limit.maxShare() * silverRead) {
      throw new RejectedShareException(
          String.format(
              Locale.ROOT,
              "%d of %d messages (%.0f %%) would become dead letters, more than --maxRejectedShare"
                  + " (%.0f %%). The topic or the schema is probably wrong, so nothing was"
                  + " committed. If the messages are really bad, raise --maxRejectedShare.",
              rejected(),
              silverRead,
              100.0 * rejected() / silverRead,
              100.0 * limit.maxShare()));
    }
  }

  private long rows(TableRole role) {
    return files(role).stream().mapToLong(DataFile::recordCount).sum();
  }
}
