package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;

/**
 * The cycles of one pipeline for one exchange. Each is planned from the tables' position, run as a
 * bounded pipeline, and confirmed by reading the tables again. Not thread-safe.
 */
public interface ExchangeCycles extends AutoCloseable {

  /** The name in logs, for example {@code medallion-binance}. */
  String name();

  /** The exchange, for example {@code binance}. */
  String exchange();

  /**
   * The next cycle; empty if everything is processed that the source has (with {@code
   * --trigger=once}: that it had at the start).
   *
   * @throws HoleException if records are missing between the position and the source
   */
  Optional<Cycle> plan();

  /**
   * Reads back what a cycle committed.
   *
   * @param counters what the run added to K2's counters
   * @throws ConflictException if the tables have another driver's cycle instead
   */
  CycleReport confirm(Cycle cycle, Map<String, Long> counters);

  /** Why the exchange is unhealthy although its turns succeed; empty if it is not. */
  default Optional<String> warning() {
    return Optional.empty();
  }

  /**
   * Makes the next cycles smaller, because this one did not fit in memory.
   *
   * @return false if it had a single offset, so that a smaller one is impossible
   */
  boolean planSmaller(Cycle failed);

  /**
   * Whether the last cycle would have been larger, had the sizes of its messages been known. If so,
   * the next one should follow at once.
   */
  boolean isLimiting();

  /**
   * Commits anchors to the tables that need one, so that other tools' expiry does not remove their
   * positions. Does nothing before the first plan.
   *
   * @throws HoleException if a position is lost already and cannot be restored
   */
  void anchor();

  /**
   * Drops the loaded tables, so that the next plan loads them again: a table may have been
   * recreated, or the store credentials that were loaded with it may have expired.
   */
  void forget();

  @Override
  void close();

  /** A planned cycle. */
  interface Cycle {
    /** The unique id, stored in the ledgers that the cycle commits. */
    String id();

    /** The ranges that it reads, for the log. */
    String ranges();

    /** The topic whose messages it reads. */
    String topic();

    /** The offsets that it reads. */
    List<OffsetRange> offsets();

    /** The number of tasks that it is split into. */
    int tasks();

    /** Adds the cycle's steps to an empty pipeline. */
    void build(Pipeline pipeline);
  }
}
