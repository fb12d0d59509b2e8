package com.k2.marketdata.bench.load;

/**
 * A topic filled with messages.
 *
 * @param records number of messages
 * @param valid number of valid trades; the other messages must become dead letters
 * @param bytes total size of the values
 * @param begin time of the first trade, microseconds since the epoch
 */
public record LoadedTopic(
    String exchange, String topic, long records, long valid, long bytes, long seed, long begin) {}
