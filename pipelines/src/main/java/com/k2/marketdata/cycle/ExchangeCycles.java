package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;

/**
 * The cycles of one pipeline for one exchange: each is planned from the tables' own position, run
 * as a bounded pipeline, and confirmed from the tables again. For one thread.
 */
public interface ExchangeCycles extends AutoCloseable {

  /** The name in logs, for example {@code medallion-binance}. */
  String name();

  /**
   * What there is to do now; empty if everything is done that there is (with {@code
   * --trigger=once}: that there was at the start).
   *
   * @throws HoleException if records are missing between the position and the source
   */
  Optional<Cycle> plan();

  /**
   * Reads back what a cycle committed.
   *
   * @param counters what the run added to K2's counters
   * @throws ConflictException if another driver's cycle is there instead
   */
  CycleReport confirm(Cycle cycle, Map<String, Long> counters);

  /**
   * Forgets the tables and what it knows of them, so that the next plan loads them again: a table
   * may have been made anew, or the store's credentials that came with it may have ended.
   */
  void forget();

  @Override
  void close();

  /** A planned cycle. */
  interface Cycle {
    /** Unique; stands in the ledgers that the cycle commits. */
    String id();

    /** What it reads, for the log. */
    String ranges();

    /** How many tasks it is shared out to. */
    int tasks();

    /** Adds the cycle's steps to an empty pipeline. */
    void build(Pipeline pipeline);
  }
}
