package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.text.Durations;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which snapshots of a table expire. The floors, and what a table needs itself, override tags and
 * branches; these override the limits; the limits override the age and the minimum.
 *
 * @param snapshotAge the age from which a snapshot expires; at least an hour unless young
 * @param minSnapshots how many of the newest snapshots are kept whatever their age
 * @param maxSnapshots how many snapshots are kept at most, whatever their age
 * @param maxMetadataBytes the maximum size of the table's metadata file, as stored
 * @param young whether snapshots younger than an hour may expire, by the age or by a limit
 * @param floors what must stay for reasons outside of the table
 */
public record ExpirySettings(
    Duration snapshotAge,
    int minSnapshots,
    int maxSnapshots,
    long maxMetadataBytes,
    boolean young,
    List<Floor> floors)
    implements Serializable {
  private static final ExpirySettings DEFAULTS =
      new ExpirySettings(Duration.ofDays(7), 100, 1_000, 8L << 20, false, List.of());

  public ExpirySettings {
    floors = List.copyOf(floors);
    require(!snapshotAge.isNegative(), "The age of snapshots that expire is negative");
    require(
        young || snapshotAge.compareTo(SnapshotSelection.MIN_AGE) >= 0,
        "Snapshots younger than 1 h expire only with --young; --snapshotAge is "
            + Durations.text(snapshotAge));
    require(minSnapshots >= 1, "At least 1 snapshot is kept, not " + minSnapshots);
    require(
        minSnapshots <= maxSnapshots,
        "The minimum number of snapshots, "
            + minSnapshots
            + ", is more than the maximum, --maxSnapshots="
            + maxSnapshots);
    require(maxMetadataBytes >= 1, "The maximum size of metadata is " + maxMetadataBytes);
  }

  /** 7 days, from 100 to 1,000 snapshots, and 8 MB of metadata. */
  public static ExpirySettings defaults() {
    return DEFAULTS;
  }

  /** These settings with another age, which may be less than an hour only if {@code young}. */
  public ExpirySettings withSnapshotAge(Duration age, boolean young) {
    return new ExpirySettings(age, minSnapshots, maxSnapshots, maxMetadataBytes, young, floors);
  }

  /** These settings with another minimum and another maximum number of snapshots. */
  public ExpirySettings withSnapshots(int min, int max) {
    return new ExpirySettings(snapshotAge, min, max, maxMetadataBytes, young, floors);
  }

  /** These settings with another maximum size of the metadata file. */
  public ExpirySettings withMaxMetadataBytes(long max) {
    return new ExpirySettings(snapshotAge, minSnapshots, maxSnapshots, max, young, floors);
  }

  /** These settings with one more floor. */
  public ExpirySettings withFloor(Floor floor) {
    List<Floor> more = new ArrayList<>(floors);
    more.add(floor);
    return new ExpirySettings(
        snapshotAge, minSnapshots, maxSnapshots, maxMetadataBytes, young, more);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new UsageException(message + ".");
    }
  }
}
