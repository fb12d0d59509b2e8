package com.k2.marketdata.lake.write;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.trade.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.DataFile;

/**
 * Writes the rows of one task into the files of every table that the cycle writes. A message goes
 * from here into Parquet at once; nothing is collected. For one thread.
 */
public final class TaskWriter {
  private static final long MICROS_OF_DAY = TimeUnit.DAYS.toMicros(1);

  private final CycleTables tables;
  private final int today;
  private final TableWriter bronze;
  private final TableWriter silver;
  private final TableWriter deadLetters;
  private final BronzeRows bronzeRows;
  private final SilverRows silverRows;
  private final DeadLetterRows deadLetterRows;
  private final List<RangeReceipt> receipts = new ArrayList<>();

  public TaskWriter(CycleTables tables, CycleStamp stamp) {
    this.tables = tables;
    this.today = (int) Math.floorDiv(stamp.clockMicros(), MICROS_OF_DAY);
    this.bronzeRows = new BronzeRows(today);
    this.silverRows = new SilverRows(stamp);
    this.deadLetterRows = new DeadLetterRows(stamp, today);
    this.bronze = tables.bronze() == null ? null : new TableWriter(tables.bronze().table());
    this.silver = tables.silver() == null ? null : new TableWriter(tables.silver().table());
    this.deadLetters =
        tables.deadLetters() == null ? null : new TableWriter(tables.deadLetters().table());
  }

  void message(KafkaMessage message) {
    if (bronze != null && tables.bronze().takes(message.partition(), message.offset())) {
      bronzeRows.fill(bronze.row(), message);
      bronze.write(today);
    }
  }

  public void outcome(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted accepted) {
      message(accepted.message());
      accepted(accepted);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      message(rejected.message());
      rejected(rejected);
    } else if (outcome instanceof Outcome.RangeDone done) {
      receipt(done.receipt());
    }
  }

  public void receipt(RangeReceipt receipt) {
    receipts.add(receipt);
  }

  public TaskResult finish() {
    return new TaskResult(List.copyOf(receipts), files(bronze), files(silver), files(deadLetters));
  }

  /** Closes and deletes what has been written. */
  void abort() {
    for (TableWriter writer : new TableWriter[] {bronze, silver, deadLetters}) {
      if (writer != null) {
        writer.abort();
      }
    }
  }

  private void accepted(Outcome.Accepted accepted) {
    KafkaMessage message = accepted.message();
    if (!tables.silver().takes(message.partition(), message.offset())) {
      return;
    }
    silverRows.fill(silver.row(), message, accepted.trade());
    silver.write(SilverRows.day(accepted.trade()));
  }

  private void rejected(Outcome.Rejected rejected) {
    KafkaMessage message = rejected.message();
    if (!tables.silver().takes(message.partition(), message.offset())) {
      return;
    }
    deadLetterRows.fill(deadLetters.row(), rejected);
    deadLetters.write(today);
  }

  private static List<DataFile> files(TableWriter writer) {
    return writer == null ? List.of() : writer.finish();
  }
}
