package com.k2.marketdata.bench.load;

/**
 * A topic that is ready to be read.
 *
 * @param records how many messages it holds
 * @param valid how many of them are trades; the others must become dead letters
 * @param bytes of their values
 */
public record LoadedTopic(
    String exchange, String topic, long records, long valid, long bytes, long seed, long begin) {}
