package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which files are orphans, and whether they are deleted. Immutable; the defaults delete nothing.
 *
 * @param age the age from which a file that nothing refers to is an orphan
 * @param young whether {@code age} may be below {@link #MIN_AGE}
 * @param maxShare the highest share of the listed files that is deleted, from 0 to 1; up to {@value
 *     #FEW} files are deleted whatever their share is
 * @param execute whether the orphans will be deleted, so that the search begins with a fence
 * @param only the orphans of an earlier search; others are left. Null for all
 */
public record OrphanSettings(
    Duration age, boolean young, double maxShare, boolean execute, @Nullable PathHashes only)
    implements Serializable {
  /** The lowest age without {@code young}. */
  public static final Duration MIN_AGE = Duration.ofHours(24);

  /** As many files are deleted whatever their share is. */
  public static final long FEW = 1_000;

  /** Three days, at most a tenth of the files, and nothing is deleted. */
  public static final OrphanSettings DEFAULTS =
      new OrphanSettings(Duration.ofDays(3), false, 0.1, false, null);

  public OrphanSettings {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("The age of orphans must be positive, not " + age);
    }
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("The maximum share must be 0 to 1, not " + maxShare);
    }
  }

  /** The same with another age. */
  public OrphanSettings withAge(Duration newAge) {
    return new OrphanSettings(newAge, young, maxShare, execute, only);
  }

  /** The same, and the age may be below {@link #MIN_AGE}. */
  public OrphanSettings allowingYoung() {
    return new OrphanSettings(age, true, maxShare, execute, only);
  }

  /** The same with another maximum share. */
  public OrphanSettings withMaxShare(double share) {
    return new OrphanSettings(age, young, share, execute, only);
  }

  /** The same for a search whose orphans will be deleted. */
  public OrphanSettings executing() {
    return new OrphanSettings(age, young, maxShare, true, only);
  }

  /** The same for orphans that an earlier search has found, by their locations. */
  public OrphanSettings withOnly(Collection<String> locations) {
    return new OrphanSettings(age, young, maxShare, execute, PathHashes.ofLocations(locations));
  }

  void requireAge(String table) {
    if (!young && age.compareTo(MIN_AGE) < 0) {
      throw new MaintenanceRefusedException(
          "Orphans of "
              + table
              + " are not removed at an age of "
              + age
              + ": files younger than "
              + MIN_AGE
              + " are left unless --young is given.");
    }
  }

  boolean includes(String location) {
    return only == null || only.contains(location);
  }
}
