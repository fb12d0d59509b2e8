package com.k2.marketdata.replay;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.trade.RejectReason;
import java.time.Instant;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param reasons the codes of {@link RejectReason}; empty for all
 * @param since the earliest error_timestamp; null for no limit
 * @param until the error_timestamp before which they were written; null for no limit
 * @param partition the Kafka partition; null for all
 * @param offsets in that partition; null for all
 */
public record DeadLetterFilter(
    Set<String> reasons,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Integer partition,
    @Nullable OffsetRange offsets) {
  /** All dead letters. */
  public static final DeadLetterFilter ALL = new DeadLetterFilter(Set.of(), null, null, null, null);

  public DeadLetterFilter {
    reasons = Set.copyOf(reasons);
  }

  boolean selects(Letter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (since == null || !letter.time().isBefore(since))
        && (until == null || letter.time().isBefore(until))
        && (partition == null || partition == letter.partition())
        && (offsets == null
            || (letter.offset() >= offsets.from() && letter.offset() < offsets.to()));
  }
}
