package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;

/** What a file refers to is unknown if the file cannot be read, so nothing may be removed. */
final class UnreadableFile {
  private UnreadableFile() {}

  static MaintenanceRefusedException refused(String table, String location, Exception cause) {
    return new MaintenanceRefusedException(
        "Orphans of "
            + table
            + " are not removed: "
            + location
            + " cannot be read, so it is unknown which files it refers to ("
            + cause
            + ").",
        cause);
  }
}
