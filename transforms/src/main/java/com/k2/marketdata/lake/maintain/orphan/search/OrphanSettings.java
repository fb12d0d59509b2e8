package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.text.Durations;
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

  /** Up to this many files are deleted, whatever their share. */
  public static final long FEW = 1_000;

  /** Three days, at most a tenth of the files, and nothing is deleted. */
  public static final OrphanSettings DEFAULTS =
      new OrphanSettings(Duration.ofDays(3), false, 0.1, false, null);

  public OrphanSettings {
    if (age.isNegative() || age.isZero()) {
      throw new UsageException("The age of orphans, --orphanAge, must be positive.");
    }
    if (!young && age.compareTo(MIN_AGE) < 0) {
      throw new UsageException(
          "Files younger than "
              + Durations.text(MIN_AGE)
              + " are removed only with --young; --orphanAge is "
              + Durations.text(age)
              + ".");
    }
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new UsageException("--maxShare must be 0 to 1, not " + maxShare + ".");
    }
  }

  /** The same with another age, which may be below {@link #MIN_AGE} only if {@code mayBeYoung}. */
  public OrphanSettings withAge(Duration newAge, boolean mayBeYoung) {
    return new OrphanSettings(newAge, mayBeYoung, maxShare, execute, only);
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

  public boolean includes(String location) {
    return only == null || only.contains(location);
  }
}
