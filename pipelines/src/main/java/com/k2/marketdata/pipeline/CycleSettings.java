package com.k2.marketdata.pipeline;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.CatalogConfig;
import com.k2.marketdata.lake.CommitPlan;
import com.k2.marketdata.lake.Ledger;
import com.k2.marketdata.pipeline.options.CatalogSettings;
import com.k2.marketdata.pipeline.options.CycleOptions;
import com.k2.marketdata.pipeline.options.CycleOptions.StartingOffsets;
import com.k2.marketdata.pipeline.options.Quantities;
import com.k2.marketdata.pipeline.options.TradePipelineOptions;
import java.time.Duration;

/**
 * What planning a cycle rests on, from the options.
 *
 * @param once whether to end at what there was at the start
 */
record CycleSettings(
    CatalogConfig catalog,
    boolean once,
    StartingOffsets startingOffsets,
    long maxRecords,
    long maxBytes,
    int parallelism,
    long minRecordsPerTask,
    Duration readTimeout,
    CommitPlan.RejectLimit rejectLimit,
    String version) {
  private static final long ASSUMED_RECORD_BYTES = 200;

  /**
   * @throws UsageException if an option has no sense
   */
  static CycleSettings of(TradePipelineOptions options, CycleRunner runner) {
    if (options.getMaxRecordsPerCycle() < 0) {
      throw new UsageException(
          "--maxRecordsPerCycle=" + options.getMaxRecordsPerCycle() + ": must not be negative.");
    }
    if (!(options.getMaxRejectedShare() >= 0 && options.getMaxRejectedShare() <= 1)) {
      throw new UsageException(
          "--maxRejectedShare=" + options.getMaxRejectedShare() + ": must be from 0 to 1.");
    }
    return new CycleSettings(
        CatalogSettings.of(options),
        options.getTrigger().equals(CycleOptions.ONCE),
        options.getStartingOffsets(),
        options.getMaxRecordsPerCycle() == 0
            ? runner.recordsPerCycle()
            : options.getMaxRecordsPerCycle(),
        bytes(options, runner),
        runner.parallelism(),
        options.getMinRecordsPerTask(),
        Quantities.duration("readTimeout", options.getReadTimeout()),
        new CommitPlan.RejectLimit(
            options.getMaxRejectedShare(), options.getMinRecordsForRejectedShare()),
        Version.get());
  }

  private static long bytes(TradePipelineOptions options, CycleRunner runner) {
    return options.getMaxBytesPerCycle().equals(CycleOptions.AUTO)
        ? runner.bytesPerCycle()
        : Quantities.bytes("maxBytesPerCycle", options.getMaxBytesPerCycle());
  }

  /** How many offsets the next cycle may span, going by the mean size of the last one's records. */
  long budget(Ledger last) {
    long mean = last.read() == 0 ? ASSUMED_RECORD_BYTES : Math.max(1, last.bytes() / last.read());
    return Math.max(1, Math.min(maxRecords, maxBytes / mean));
  }
}
