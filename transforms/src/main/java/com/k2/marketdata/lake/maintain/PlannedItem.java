package com.k2.marketdata.lake.maintain;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that a step plans to remove or rewrite.
 *
 * @param target identifies the thing in every plan of the same table: a path, a snapshot's or
 *     group's id, or "tag" or "branch" with its name
 * @param size in bytes; negative if unknown
 * @param ageMillis the age in milliseconds; negative if unknown. For a group, of its youngest file.
 * @param why a phrase, such as "older than 7d"
 */
public record PlannedItem(
    MaintenanceStep step, Kind kind, String target, long size, long ageMillis, String why)
    implements Serializable {
  /** What kinds of things are planned. */
  public enum Kind {
    /** Files of one partition that are rewritten together. */
    GROUP,
    SNAPSHOT,
    /** A tag or a branch. */
    REF,
    DATA_FILE,
    DELETE_FILE,
    MANIFEST,
    MANIFEST_LIST,
    STATISTICS_FILE,
    /** A list of dead letters that silver has recorded. */
    INTENT_LIST,
    OTHER_FILE;

    /** The name in plans and reports. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The size in bytes, if known. */
  public OptionalLong bytes() {
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /** The age at the time of the plan, if known. */
  public Optional<Duration> age() {
    return ageMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ageMillis));
  }
}
