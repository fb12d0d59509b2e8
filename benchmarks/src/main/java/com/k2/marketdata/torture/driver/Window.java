package com.k2.marketdata.torture.driver;

/** How far a driver's cycle was when a fault hit it, as the tables show it afterwards. */
public enum Window {
  READING("reading and writing files", 400),
  BRONZE_COMMITTED("bronze committed, silver not", 15),
  SILVER_COMMITTED("silver committed, dead letters not", 15),
  ALL_COMMITTED("all committed, cycle not confirmed", 10),

  /** While the driver starts, plans or waits. Proves little, and never counts. */
  OUTSIDE("outside of a cycle", 0),

  /** The tables could not be read at that moment. Never counts. */
  UNKNOWN("unknown", 0);

  private final String description;
  private final int maxDelayMillis;

  Window(String description, int maxDelayMillis) {
    this.description = description;
    this.maxDelayMillis = maxDelayMillis;
  }

  /** A phrase for lines and tables. */
  public String description() {
    return description;
  }

  /** How long after the window opens a fault may follow; about as long as the window is open. */
  public int maxDelayMillis() {
    return maxDelayMillis;
  }

  /** Whether it is inside of a planned cycle. */
  public boolean isInCycle() {
    return maxDelayMillis > 0;
  }
}
