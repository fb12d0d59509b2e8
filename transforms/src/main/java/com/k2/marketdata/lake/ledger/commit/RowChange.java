package com.k2.marketdata.lake.ledger.commit;

import org.apache.iceberg.SnapshotUpdate;

/**
 * An update, not yet committed.
 *
 * @param rows by how many rows of the topic it changes the table; negative if it removes more than
 *     it adds
 */
public record RowChange(SnapshotUpdate<?> update, long rows) {}
