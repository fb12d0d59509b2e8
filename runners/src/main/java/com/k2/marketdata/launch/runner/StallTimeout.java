package com.k2.marketdata.launch.runner;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.WatchdogOptions;
import com.k2.marketdata.options.form.Quantities;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option {@code --stallTimeout}. */
public final class StallTimeout {
  private static final String NAME = "stallTimeout";
  private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  /** With fewer, a task that works but does not end soon counts as stalled. */
  private static final int HEARTBEATS = 3;

  private StallTimeout() {}

  /**
   * How long a pipeline may make no progress; without a limit, longer than a process runs.
   *
   * @throws UsageException if the option is not a duration
   */
  public static Duration of(PipelineOptions options) {
    Duration given = Quantities.duration(NAME, text(options));
    return given.isZero() || given.compareTo(NEVER) > 0 ? NEVER : given;
  }

  /**
   * Requires that progress is reported several times within the timeout.
   *
   * @param heartbeat the time between two reports
   * @throws UsageException if the timeout is too short, or not a duration
   */
  static void requireHeartbeats(PipelineOptions options, Duration heartbeat) {
    Duration shortest = heartbeat.multipliedBy(HEARTBEATS);
    if (of(options).compareTo(shortest) < 0) {
      throw new UsageException(
          String.format(
              "--%s=%s is too short: executors report progress every %d ms"
                  + " (spark.executor.heartbeatInterval), and the timeout must be at least %d times"
                  + " as long. Set it to %dms or more, or to 0s for no limit.",
              NAME, text(options), heartbeat.toMillis(), HEARTBEATS, shortest.toMillis()));
    }
  }

  private static String text(PipelineOptions options) {
    return options.as(WatchdogOptions.class).getStallTimeout();
  }
}
