package com.k2.marketdata.lake.ledger.commit;

import org.apache.iceberg.SnapshotUpdate;

/**
 * An update, not yet committed.
 *
 * @param rows how many rows of the topic it adds, less those that it removes
 */
public record RowChange(SnapshotUpdate<?> update, long rows) {}
