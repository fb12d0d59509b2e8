package com.k2.marketdata.kafka;

/**
 * What one attempt at reading the half-open range {@code [from, to)} of a partition achieved. A
 * commit needs exactly one receipt of every planned range, with {@code reached == to}.
 *
 * @param reached the consumer's position at the end; offsets without a record count as passed
 * @param records how many messages the range held
 */
public record RangeReceipt(int partition, long from, long to, long reached, long records)
    implements ReadItem {}
