package com.k2.marketdata.replay;

import java.time.Instant;

/**
 * A dead letter without its message.
 *
 * @param reason the code of its reason
 * @param time its error_timestamp
 */
public record Letter(int partition, long offset, String reason, Instant time, LetterState state) {}
