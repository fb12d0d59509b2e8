package com.k2.marketdata.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.testing.Ledgers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I4: every planned range has exactly one receipt, and as many rows as records. */
class I4CycleTotalsTest {
  private static final CommitPlan.Range FIRST = new CommitPlan.Range(0, 10, true, true);
  private static final CommitPlan.Range SECOND = new CommitPlan.Range(10, 30, true, true);
  private static final RangeReceipt FIRST_READ = new RangeReceipt(0, 0, 10, 10, 10, 100);
  private static final RangeReceipt SECOND_READ = new RangeReceipt(1, 10, 30, 30, 20, 200);

  @Test
  void completeCycleAddsUpItsTasks() {
    CycleTotals totals =
        check(
            List.of(FIRST, SECOND),
            task(List.of(SECOND_READ), 20, 15, 5),
            task(List.of(FIRST_READ), 10, 10, 0));
    assertThat(totals.bronzeRead()).isEqualTo(30);
    assertThat(totals.silverRead()).isEqualTo(30);
    assertThat(totals.accepted()).isEqualTo(25);
    assertThat(totals.rejected()).isEqualTo(5);
    assertThat(totals.bytes()).isEqualTo(300);
    assertThat(totals.bronzeSum()).isEqualTo(30);
  }

  @Test
  void offsetsWithoutRecordsAreAccepted() {
    RangeReceipt compacted = new RangeReceipt(0, 0, 10, 10, 3, 30);
    assertThat(check(List.of(FIRST), task(List.of(compacted), 3, 3, 0)).bronzeRead()).isEqualTo(3);
  }

  @Test
  void missingReceiptIsRefused() {
    refused("No receipt for range 1", task(List.of(FIRST_READ), 10, 10, 0));
  }

  @Test
  void cycleWithoutResultsIsRefused() {
    refused("No receipt for range 0");
  }

  @Test
  void receiptInTwoResultsIsRefused() {
    refused(
        "Two receipts for one range",
        task(List.of(FIRST_READ, SECOND_READ), 30, 30, 0),
        task(List.of(FIRST_READ), 10, 10, 0));
  }

  @Test
  void duplicateReceiptWithoutRowsIsRefused() {
    refused(
        "Two receipts for one range",
        task(List.of(FIRST_READ, SECOND_READ), 30, 30, 0),
        task(List.of(FIRST_READ), 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"1, 10, 30, 29", "1, 10, 29, 29", "1, 11, 30, 30", "1, 10, 30, 31"})
  void receiptOfADifferentRangeIsRefused(int number, long from, long to, long reached) {
    refused(
        "Range 1 was planned as",
        task(List.of(FIRST_READ, new RangeReceipt(number, from, to, reached, 20, 0)), 30, 30, 0));
  }

  @ParameterizedTest
  @CsvSource({"2", "-1"})
  void receiptOfAnUnplannedRangeIsRefused(int number) {
    refused(
        "not planned",
        task(List.of(FIRST_READ, SECOND_READ, new RangeReceipt(number, 0, 0, 0, 0, 0)), 30, 30, 0));
  }

  @Test
  void missingBronzeRowsAreRefused() {
    refused(
        "30 records were read for bronze, but 29 rows were written",
        task(List.of(FIRST_READ, SECOND_READ), 29, 30, 0));
  }

  @Test
  void extraBronzeRowsAreRefused() {
    refused("but 31 rows were written", task(List.of(FIRST_READ, SECOND_READ), 31, 30, 0));
  }

  @Test
  void recordWithoutRowOrDeadLetterIsRefused() {
    refused(
        "30 records were read for silver, but 24 trades and 5 dead letters were written",
        task(List.of(FIRST_READ, SECOND_READ), 30, 24, 5));
  }

  @Test
  void rangesApplyToTheirTablesOnly() {
    List<CommitPlan.Range> bronzeIsAhead =
        List.of(new CommitPlan.Range(0, 10, false, true), SECOND);
    CycleTotals totals = check(bronzeIsAhead, task(List.of(FIRST_READ, SECOND_READ), 20, 30, 0));
    assertThat(totals.bronzeRead()).isEqualTo(20);
    assertThat(totals.silverRead()).isEqualTo(30);
    assertThatThrownBy(
            () -> check(bronzeIsAhead, task(List.of(FIRST_READ, SECOND_READ), 30, 30, 0)))
        .isInstanceOf(IncompleteCycleException.class);
  }

  @ParameterizedTest
  @CsvSource({"1000, 500", "1001, 500", "999, 999", "1000, 0"})
  void allowedRejectedShareAndSmallCyclesPass(long records, long rejected) {
    assertThatCode(() -> share(records, rejected)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"1000, 501", "1000, 1000", "1001, 501"})
  void higherRejectedShareStopsTheCycle(long records, long rejected) {
    assertThatThrownBy(() -> share(records, rejected))
        .isInstanceOf(RejectedShareException.class)
        .hasMessageContaining(rejected + " of " + records + " messages")
        .hasMessageContaining("--maxRejectedShare (50 %)");
  }

  private static void share(long records, long rejected) {
    check(
        List.of(new CommitPlan.Range(0, records, true, true)),
        task(
            List.of(new RangeReceipt(0, 0, records, records, records, 0)),
            records,
            records - rejected,
            rejected));
  }

  @Test
  void silverWithoutDeadLettersIsRefused() {
    Ledger ledger = Ledgers.at("c1", 5);
    LedgerChange change = new LedgerChange("silver", ledger, ledger);
    assertThatThrownBy(
            () -> plan(List.of(FIRST), ByRole.<LedgerChange>none().with(TableRole.SILVER, change)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Silver and its dead letters are written together");
  }

  private static void refused(String message, TaskResult... results) {
    assertThatThrownBy(() -> check(List.of(FIRST, SECOND), results))
        .isInstanceOf(IncompleteCycleException.class)
        .hasMessageContaining(message);
  }

  private static CycleTotals check(List<CommitPlan.Range> ranges, TaskResult... results) {
    return CycleTotals.check(plan(ranges, ByRole.none()), List.of(results));
  }

  private static CommitPlan plan(List<CommitPlan.Range> ranges, ByRole<LedgerChange> changes) {
    return new CommitPlan(
        new CatalogConfig("market_data", Map.of()),
        "topic",
        ranges,
        changes,
        new CommitPlan.RejectLimit(0.5, 1_000),
        CycleAge.startingNow(Duration.ofHours(12)),
        null);
  }

  private static TaskResult task(
      List<RangeReceipt> receipts, long bronze, long silver, long deadLetters) {
    return new TaskResult(
        receipts, ByRole.all(files(bronze), files(silver), files(deadLetters)), bronze);
  }

  private static List<DataFile> files(long rows) {
    return rows == 0
        ? List.of()
        : List.of(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("data.parquet")
                .withFileSizeInBytes(1)
                .withRecordCount(rows)
                .build());
  }
}
