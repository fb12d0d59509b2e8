package com.k2.marketdata.lake.maintain;

import java.util.Locale;

/** A step of maintaining a table, in the order in which the steps run. */
public enum MaintenanceStep {
  /** Rewrites small files of one partition as larger ones. */
  COMPACT,

  /** Removes old snapshots, and the files that only they refer to. */
  EXPIRE,

  /** Removes files that no snapshot refers to. */
  ORPHANS;

  /** The name in options, plans and reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
