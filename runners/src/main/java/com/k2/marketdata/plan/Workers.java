package com.k2.marketdata.plan;

/**
 * The workers of the cluster, which are all alike.
 *
 * @param cores the cores that a worker offers to executors
 * @param memory the memory that a worker offers to executors. Spark counts their heaps only
 * @param container the limit of a worker's container, for the daemon, all its executors and {@code
 *     tmpfs}
 */
public record Workers(
    int count, int cores, MemorySize memory, MemorySize container, InMemoryFiles tmpfs) {}
