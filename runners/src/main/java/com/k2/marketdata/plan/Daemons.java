package com.k2.marketdata.plan;

import java.util.Optional;

/**
 * The master, and the daemon of each worker.
 *
 * @param container the limit of the master's container. A worker's daemon runs in that of the
 *     worker
 * @param measured the largest resident memory that was measured of one daemon
 */
public record Daemons(Budget budget, MemorySize container, Optional<MemorySize> measured) {}
