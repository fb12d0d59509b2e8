package com.k2.marketdata.loop;

import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.options.SupervisionOptions;
import com.k2.marketdata.options.SupervisionOptions.OnFatal;
import com.k2.marketdata.options.form.Quantities;
import java.time.Duration;

/**
 * When the loop runs cycles and how it handles failures.
 *
 * @param jobName the prefix of the pipelines' job names
 * @param once whether the loop ends when all exchanges have caught up
 * @param interval from the start of a cycle to the start of the next
 * @param anchorInterval how often the tables are checked for snapshots of other tools, also if
 *     there is nothing to process
 * @param maxFailures how many failures in a row an exchange may have before it gives up
 * @param firstBackoff the wait after the first failure; doubles with each failure in a row
 * @param onFatal whether an exchange whose failure a restart would repeat leaves the others running
 */
public record LoopSettings(
    String jobName,
    boolean once,
    Duration interval,
    Duration anchorInterval,
    int maxFailures,
    Duration firstBackoff,
    Duration maxBackoff,
    OnHole onHole,
    OnFatal onFatal) {

  /** Short enough for tools that compact and expire a table in one run every hour. */
  static final Duration ANCHOR_INTERVAL = Duration.ofMinutes(10);

  /** The settings that the options describe. */
  public static LoopSettings of(CycleOptions options) {
    boolean once = options.getTrigger().equals(CycleOptions.ONCE);
    return new LoopSettings(
        options.getJobName(),
        once,
        once ? Duration.ZERO : Quantities.duration("trigger", options.getTrigger()),
        ANCHOR_INTERVAL,
        options.getMaxFailedCycles(),
        Quantities.duration("retryBackoff", options.getRetryBackoff()),
        Quantities.duration("maxRetryBackoff", options.getMaxRetryBackoff()),
        onHole(options, once),
        options.as(SupervisionOptions.class).getOnFatal());
  }

  private static OnHole onHole(CycleOptions options, boolean once) {
    if (options.getOnHole() != null) {
      return options.getOnHole();
    }
    return once ? OnHole.EXIT : OnHole.HOLD;
  }

  Duration backoff(int failures) {
    Duration doubled = firstBackoff.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(maxBackoff) < 0 ? doubled : maxBackoff;
  }
}
