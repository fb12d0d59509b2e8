package com.k2.marketdata.soak.sample;

/** What a process of a soak is, which decides how it is sampled and judged. */
public enum Kind {
  DRIVER(true, true),
  EXECUTOR(true, true),
  /** The master, or the daemon of a worker. */
  DAEMON(true, false),
  /** A server or a maintenance job that the resource plan does not size. */
  OTHER(false, false);

  private final boolean judged;
  private final boolean hasHeapLog;

  Kind(boolean judged, boolean hasHeapLog) {
    this.judged = judged;
    this.hasHeapLog = hasHeapLog;
  }

  /** Whether its memory is judged; that of all others is reported only. */
  public boolean isJudged() {
    return judged;
  }

  /** Whether it writes a log of its garbage collections. */
  public boolean hasHeapLog() {
    return hasHeapLog;
  }
}
