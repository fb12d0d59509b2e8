package com.k2.marketdata.lake.ledger;

import java.io.Serializable;

/**
 * Silver's place in bronze.
 *
 * @param snapshot the bronze snapshot that was read
 * @param complete whether everything up to that snapshot's own position has been processed
 * @param fromDay the lowest ingestion_date still needed, as days since the epoch
 */
public record BronzePlace(long snapshot, boolean complete, int fromDay) implements Serializable {}
