package com.k2.marketdata.peer.spark;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Appends the batches of a {@code foreachBatch} to a table exactly once. Spark repeats a batch that
 * fails between two tables, so each snapshot's summary stores the batch's number.
 */
final class BatchSink {
  private static final String BATCH = "peer-batch";

  private final Table table;
  private final String name;

  BatchSink(Table table, String name) {
    this.table = table;
    this.name = name;
  }

  /** Appends rows in one commit, unless the table already has this batch. */
  void append(Dataset<Row> rows, long batch) throws NoSuchTableException {
    if (has(batch)) {
      return;
    }
    rows.writeTo(PeerSession.qualified(name))
        .option("fanout-enabled", "true")
        .option("snapshot-property." + BATCH, Long.toString(batch))
        .append();
  }

  private boolean has(long batch) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    return current != null && Long.parseLong(current.summary().getOrDefault(BATCH, "-1")) >= batch;
  }
}
