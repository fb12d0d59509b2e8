package com.k2.marketdata.cycle.plan;

/**
 * How many offsets the next cycle may have. The size of messages is unknown until they have been
 * read, so a job starts with a small cycle. Each success allows a larger one, and a cycle that did
 * not fit in memory is followed by smaller ones until its messages have been read. Not thread-safe.
 */
final class CycleSize {
  static final long START_PER_PARTITION = 100;
  static final long MAX_START = 2_000;
  static final long GROWTH = 50;

  /** What the last success allows; 0 if there was none since the start or the last failure. */
  private long allowed;

  private long ceiling = Long.MAX_VALUE;

  /**
   * How many offsets of the last cycle that did not fit are still unread. Half of that cycle's size
   * is the ceiling.
   */
  private long suspect;

  private boolean limiting;

  private CycleSize(long allowed) {
    this.allowed = allowed;
  }

  /** For messages whose size is unknown before they are read. */
  static CycleSize starting() {
    return new CycleSize(0);
  }

  /** For messages whose mean size is known before they are read. */
  static CycleSize ofKnownMessages() {
    return new CycleSize(Long.MAX_VALUE);
  }

  /**
   * The maximum number of offsets of the next cycle, at least 1.
   *
   * @param budget the limit of the settings
   */
  long next(long budget, int partitions) {
    long start = Math.min(MAX_START, START_PER_PARTITION * Math.max(1, partitions));
    long limit = Math.min(ceiling, Math.max(start, allowed));
    limiting = limit < budget;
    return Math.max(1, Math.min(budget, limit));
  }

  /** Whether the last cycle would have been larger, if the message sizes had been known. */
  boolean isLimiting() {
    return limiting;
  }

  /** Whether no cycle has succeeded since the start or the last one that did not fit. */
  boolean isUnproven() {
    return allowed == 0;
  }

  /** A cycle of this many offsets succeeded. */
  void fitted(long offsets) {
    allowed =
        Math.max(allowed, offsets > Long.MAX_VALUE / GROWTH ? Long.MAX_VALUE : offsets * GROWTH);
    suspect -= offsets;
    if (suspect <= 0) {
      ceiling = Long.MAX_VALUE;
    }
  }

  /** A cycle of this many offsets did not fit in memory. */
  void didNotFit(long offsets) {
    allowed = 0;
    ceiling = Math.max(1, offsets / 2);
    suspect = Math.max(suspect, offsets);
  }
}
