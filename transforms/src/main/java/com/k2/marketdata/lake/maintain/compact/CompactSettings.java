package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.UsageException;
import java.time.Duration;

/**
 * What a compaction of one table may do.
 *
 * @param settle files younger than this are not rewritten
 * @param maxBytes how many bytes of input one run rewrites at most
 * @param maxFiles how many files one run rewrites at most; the driver keeps all of them in memory
 */
public record CompactSettings(Duration settle, long maxBytes, int maxFiles) {
  /** One hour, 10 GB and 100,000 files. */
  public static final CompactSettings DEFAULTS =
      new CompactSettings(Duration.ofHours(1), 10L << 30, 100_000);

  /**
   * @throws UsageException if a value is negative
   */
  public CompactSettings {
    if (settle.isNegative()) {
      throw new UsageException("The settle time must not be negative, but is " + settle + ".");
    }
    if (maxBytes < 0 || maxFiles < 0) {
      throw new UsageException(
          "The limits of a compaction must not be negative, but are "
              + maxBytes
              + " bytes and "
              + maxFiles
              + " files.");
    }
  }

  public CompactSettings withSettle(Duration duration) {
    return new CompactSettings(duration, maxBytes, maxFiles);
  }

  public CompactSettings withMaxBytes(long bytes) {
    return new CompactSettings(settle, bytes, maxFiles);
  }

  public CompactSettings withMaxFiles(int files) {
    return new CompactSettings(settle, maxBytes, files);
  }
}
