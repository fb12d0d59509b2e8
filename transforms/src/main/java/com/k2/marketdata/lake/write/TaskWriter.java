package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.MessageHash;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.trade.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes the rows of one task into data files of every table that the cycle writes: at most one
 * file per table and partition value, unless it reaches the table's target size. Messages are not
 * collected; rows go to Parquet at once, or to a spill file. Not thread-safe.
 */
public final class TaskWriter {
  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

  private final ByRole<Output> outputs;
  private final int today;
  private final BronzeRows bronzeRows;
  private final SilverRows silverRows;
  private final DeadLetterRows deadLetterRows;
  private final List<RangeReceipt> receipts = new ArrayList<>();
  private final MessageHash hash = new MessageHash();
  private long bronzeSum;

  // Fields rather than look-ups, since they are read for each row. Null if not written.
  private final Output bronze;
  private final Output silver;
  private final Output deadLetters;

  /** A table's open files, and which offsets it takes. */
  private record Output(CycleTables.Target target, TableWriter writer) {
    static Output of(CycleTables.Target target, SpillSettings spill) {
      return new Output(target, new TableWriter(target.table(), spill));
    }

    boolean takes(KafkaMessage message) {
      return target.takes(message.partition(), message.offset());
    }
  }

  /** A writer that spills with the default settings. */
  public TaskWriter(CycleTables tables, CycleStamp stamp) {
    this(tables, stamp, SpillSettings.DEFAULTS);
  }

  TaskWriter(CycleTables tables, CycleStamp stamp, SpillSettings spill) {
    this.today = (int) Math.floorDiv(stamp.clockMicros(), MICROS_PER_DAY);
    this.bronzeRows = new BronzeRows(today);
    this.silverRows = new SilverRows(stamp);
    this.deadLetterRows = new DeadLetterRows(stamp, today);
    this.outputs = tables.targets().map(target -> Output.of(target, spill));
    this.bronze = outputs.bronze().orElse(null);
    this.silver = outputs.silver().orElse(null);
    this.deadLetters = outputs.deadLetters().orElse(null);
  }

  void message(KafkaMessage message) {
    if (bronze != null && bronze.takes(message)) {
      bronzeRows.fill(bronze.writer().row(), message);
      bronze.writer().write(today);
      bronzeSum += hash.of(message);
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
    return new TaskResult(
        List.copyOf(receipts), outputs.map(output -> output.writer().finish()), bronzeSum);
  }

  /** Closes and deletes all files, the spill files included. */
  public void abort() {
    outputs.values().forEach(output -> output.writer().abort());
  }

  private void accepted(Outcome.Accepted accepted) {
    if (silver.takes(accepted.message())) {
      silverRows.fill(silver.writer().row(), accepted.message(), accepted.trade());
      silver.writer().write(SilverRows.day(accepted.trade()));
    }
  }

  private void rejected(Outcome.Rejected rejected) {
    if (deadLetters.takes(rejected.message())) {
      deadLetterRows.fill(deadLetters.writer().row(), rejected);
      deadLetters.writer().write(today);
    }
  }
}
