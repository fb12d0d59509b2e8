package com.k2.marketdata.peer;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Appends the batches of a {@code foreachBatch} to a table, each of them once: Spark gives a batch
 * again if it fails between two tables, so each snapshot says which batch it was.
 */
final class BatchSink {
  private static final String BATCH = "peer-batch";

  private final Table table;
  private final String name;

  BatchSink(Table table, String name) {
    this.table = table;
    this.name = name;
  }

  /** Appends rows as one commit, unless the table has this batch already. */
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
