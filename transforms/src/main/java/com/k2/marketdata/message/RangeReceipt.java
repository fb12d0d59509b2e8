package com.k2.marketdata.message;

/**
 * How far one attempt at reading a planned range came. A range is the half-open offset range {@code
 * [from, to)} of a Kafka partition, or the rows of a bronze data file. A commit needs exactly one
 * receipt for every planned range, with {@code reached == to}.
 *
 * @param range the range's index in the cycle's plan
 * @param reached the reader's final position, which passes offsets that have no record
 * @param records number of messages emitted for the range
 * @param bytes total size of their keys and values in bytes
 */
public record RangeReceipt(int range, long from, long to, long reached, long records, long bytes)
    implements ReadItem {}
