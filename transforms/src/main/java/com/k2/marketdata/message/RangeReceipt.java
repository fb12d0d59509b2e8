package com.k2.marketdata.message;

/**
 * What one attempt at reading a planned range achieved. A range is the half-open offset range
 * {@code [from, to)} of a Kafka partition, or the rows of a bronze data file. A commit needs
 * exactly one receipt of every planned range, with {@code reached == to}.
 *
 * @param range the range's number in the cycle's plan
 * @param reached the reader's position at the end; offsets without a record count as passed
 * @param records how many messages the range handed on
 * @param bytes how many bytes their keys and values have
 */
public record RangeReceipt(int range, long from, long to, long reached, long records, long bytes)
    implements ReadItem {}
