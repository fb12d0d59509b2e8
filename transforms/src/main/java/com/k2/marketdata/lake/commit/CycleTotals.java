package com.k2.marketdata.lake.commit;

import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.message.RangeReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.DataFile;

/**
 * All results of a cycle together, checked against its plan: exactly one receipt per range, each
 * read to its end, and as many rows as records.
 */
record CycleTotals(
    long bronzeRead,
    long silverRead,
    long bytes,
    List<DataFile> bronze,
    List<DataFile> silver,
    List<DataFile> deadLetters) {

  /**
   * Adds the results up.
   *
   * @throws IncompleteCycleException if a receipt is missing, doubled or short, or rows are not as
   *     many as records
   * @throws RejectedShareException if more than the set share was rejected
   */
  static CycleTotals check(CommitPlan plan, Iterable<TaskResult> results) {
    List<DataFile> bronze = new ArrayList<>();
    List<DataFile> silver = new ArrayList<>();
    List<DataFile> deadLetters = new ArrayList<>();
    RangeReceipt[] receipts = new RangeReceipt[plan.ranges().size()];
    for (TaskResult result : results) {
      result.receipts().forEach(receipt -> file(receipts, receipt));
      bronze.addAll(result.bronze());
      silver.addAll(result.silver());
      deadLetters.addAll(result.deadLetters());
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
    CycleTotals totals =
        new CycleTotals(bronzeRead, silverRead, bytes, bronze, silver, deadLetters);
    totals.requireRowsAsRecords();
    totals.requireShareWithin(plan.limit());
    return totals;
  }

  long accepted() {
    return rows(silver);
  }

  long rejected() {
    return rows(deadLetters);
  }

  private static void file(RangeReceipt[] receipts, RangeReceipt receipt) {
    if (receipt.range() < 0 || receipt.range() >= receipts.length) {
      throw new IncompleteCycleException("A receipt of a range that was not planned: " + receipt);
    }
    if (receipts[receipt.range()] != null) {
      throw new IncompleteCycleException(
          "Two receipts of one range: " + receipts[receipt.range()] + " and " + receipt + ".");
    }
    receipts[receipt.range()] = receipt;
  }

  private static long recordsOf(CommitPlan.Range range, int number, RangeReceipt receipt) {
    if (receipt == null) {
      throw new IncompleteCycleException(
          "No receipt of range " + number + ", " + range + ": its reader did not finish.");
    }
    if (receipt.from() != range.from()
        || receipt.to() != range.to()
        || receipt.reached() != range.to()) {
      throw new IncompleteCycleException(
          "Range " + number + " was planned as " + range + ", but its receipt is " + receipt + ".");
    }
    return receipt.records();
  }

  private void requireRowsAsRecords() {
    if (rows(bronze) != bronzeRead) {
      throw new IncompleteCycleException(
          bronzeRead + " records were read for bronze, but " + rows(bronze) + " rows written.");
    }
    if (accepted() + rejected() != silverRead) {
      throw new IncompleteCycleException(
          silverRead
              + " records were read for silver, but "
              + accepted()
              + " trades and "
              + rejected()
              + " dead letters written.");
    }
  }

  private void requireShareWithin(CommitPlan.RejectLimit limit) {
    if (silverRead >= limit.minRecords() && rejected() > limit.maxShare() * silverRead) {
      throw new RejectedShareException(
          String.format(
              Locale.ROOT,
              "%d of %d messages (%.0f %%) would become dead letters, more than --maxRejectedShare"
                  + " (%.0f %%). That is rather a wrong topic or schema than bad data, so nothing"
                  + " was committed. If it is bad data, raise --maxRejectedShare.",
              rejected(),
              silverRead,
              100.0 * rejected() / silverRead,
              100.0 * limit.maxShare()));
    }
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }
}
