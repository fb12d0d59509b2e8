package com.k2.marketdata.pipeline;

import com.k2.marketdata.pipeline.options.CycleOptions;
import com.k2.marketdata.pipeline.options.CycleOptions.OnHole;
import com.k2.marketdata.pipeline.options.Quantities;
import java.time.Duration;

/**
 * When the loop runs cycles and what it does about failures.
 *
 * @param once whether it ends when all is done
 * @param interval from one cycle's start to the next one's; nothing to read costs next to nothing
 * @param maxFailures how many failures in a row an exchange may have
 */
public record LoopSettings(
    boolean once,
    Duration interval,
    int maxFailures,
    Duration firstBackoff,
    Duration maxBackoff,
    OnHole onHole) {

  /** From the options. */
  public static LoopSettings of(CycleOptions options) {
    boolean once = options.getTrigger().equals(CycleOptions.ONCE);
    return new LoopSettings(
        once,
        once ? Duration.ZERO : Quantities.duration("trigger", options.getTrigger()),
        options.getMaxFailedCycles(),
        Quantities.duration("retryBackoff", options.getRetryBackoff()),
        Quantities.duration("maxRetryBackoff", options.getMaxRetryBackoff()),
        options.getOnHole());
  }

  Duration backoff(int failures) {
    Duration doubled = firstBackoff.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(maxBackoff) < 0 ? doubled : maxBackoff;
  }
}
