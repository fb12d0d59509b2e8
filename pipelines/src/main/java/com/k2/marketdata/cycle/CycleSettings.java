package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.CycleOptions.StartingOffsets;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.form.Quantities;
import com.k2.marketdata.options.settings.CatalogSettings;
import java.time.Duration;

/**
 * The settings for planning cycles, from the options. Defaults that depend on the runner are read
 * for each cycle, since a cluster's executors come and go while a job runs.
 *
 * @param once whether to stop at the end that the source had at the start
 * @param maxRecords the limit of offsets per cycle; 0 for the runner's default
 * @param maxBytes the limit of bytes per cycle; 0 for the runner's default
 * @param maxTasks the limit of tasks per cycle; 0 for the runner's parallelism
 */
public record CycleSettings(
    CatalogConfig catalog,
    boolean once,
    StartingOffsets startingOffsets,
    long maxRecords,
    long maxBytes,
    int maxTasks,
    long minRecordsPerTask,
    CycleRunner runner,
    Duration readTimeout,
    Duration maxBlockedTime,
    Duration maxCycleAge,
    CommitPlan.RejectLimit rejectLimit,
    String version) {
  private static final Duration LONGEST_CYCLE_AGE = Duration.ofHours(12);
  private static final long ASSUMED_RECORD_BYTES = 200;

  /**
   * @throws UsageException if the value of an option is invalid
   */
  static CycleSettings of(TradePipelineOptions options, CycleRunner runner) {
    requireValid(options);
    return new CycleSettings(
        CatalogSettings.of(options),
        options.getTrigger().equals(CycleOptions.ONCE),
        options.getStartingOffsets(),
        options.getMaxRecordsPerCycle(),
        maxBytes(options),
        options.getMaxTasksPerCycle(),
        options.getMinRecordsPerTask(),
        runner,
        readTimeout(options),
        maxBlockedTime(options),
        maxCycleAge(options),
        new CommitPlan.RejectLimit(
            options.getMaxRejectedShare(), options.getMinRecordsForRejectedShare()),
        Version.get());
  }

  /**
   * Checks the options. Reads no file and opens no catalog.
   *
   * @throws UsageException if the value of an option is invalid
   */
  public static void requireValid(TradePipelineOptions options) {
    if (options.getMaxRecordsPerCycle() < 0) {
      throw new UsageException(
          "--maxRecordsPerCycle=" + options.getMaxRecordsPerCycle() + ": must not be negative.");
    }
    if (options.getMaxTasksPerCycle() < 0) {
      throw new UsageException(
          "--maxTasksPerCycle=" + options.getMaxTasksPerCycle() + ": must not be negative.");
    }
    if (options.getMinRecordsPerTask() < 1) {
      throw new UsageException(
          "--minRecordsPerTask=" + options.getMinRecordsPerTask() + ": must be at least 1.");
    }
    if (!(options.getMaxRejectedShare() >= 0 && options.getMaxRejectedShare() <= 1)) {
      throw new UsageException(
          "--maxRejectedShare=" + options.getMaxRejectedShare() + ": must be from 0 to 1.");
    }
    maxBytes(options);
    readTimeout(options);
    maxBlockedTime(options);
    maxCycleAge(options);
  }

  private static long maxBytes(TradePipelineOptions options) {
    return options.getMaxBytesPerCycle().equals(CycleOptions.AUTO)
        ? 0
        : Quantities.bytes("maxBytesPerCycle", options.getMaxBytesPerCycle());
  }

  private static Duration readTimeout(TradePipelineOptions options) {
    return Quantities.duration("readTimeout", options.getReadTimeout());
  }

  private static Duration maxBlockedTime(TradePipelineOptions options) {
    return Quantities.duration("maxBlockedTime", options.getMaxBlockedTime());
  }

  private static Duration maxCycleAge(TradePipelineOptions options) {
    Duration age = Quantities.duration("maxCycleAge", options.getMaxCycleAge());
    if (age.isZero() || age.compareTo(LONGEST_CYCLE_AGE) > 0) {
      throw new UsageException(
          "--maxCycleAge="
              + options.getMaxCycleAge()
              + ": must be more than 0 and at most 12h. Tools that remove orphan files rely on"
              + " it.");
    }
    return age;
  }

  /** The number of tasks of a cycle, limited so that each task has enough records. */
  public int tasks(long offsets) {
    int most = maxTasks == 0 ? runner.parallelism() : Math.min(maxTasks, runner.parallelism());
    return (int) Math.max(1, Math.min(most, offsets / minRecordsPerTask));
  }

  /** The limit of offsets of the next cycle, from the mean record size of the last one. */
  public long budget(Ledger last) {
    long mean = last.read() == 0 ? ASSUMED_RECORD_BYTES : Math.max(1, last.bytes() / last.read());
    long records = maxRecords == 0 ? runner.recordsPerCycle() : maxRecords;
    long bytes = maxBytes == 0 ? runner.bytesPerCycle() : maxBytes;
    return Math.max(1, Math.min(records, bytes / mean));
  }
}
