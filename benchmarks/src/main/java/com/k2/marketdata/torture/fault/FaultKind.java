package com.k2.marketdata.torture.fault;

import java.util.Locale;

/** What happens to a driver or to the broker. */
public enum FaultKind {
  /** The driver is killed, and another one is started. */
  KILL,

  /**
   * The driver is suspended until another one has committed. Then it continues with an old plan,
   * which must not be committed.
   */
  SUSPEND,

  /** A second driver is started on the same tables, until one of the two gives up. */
  RACE,

  /** The broker is killed and started again; the driver keeps running. */
  BROKER;

  /** Whether it interrupts a driver, so that it counts for the minimum of a window. */
  public boolean interruptsDriver() {
    return this == KILL || this == SUSPEND;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
