package com.k2.marketdata.soak.sample;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cycle, as the driver's log reports it, in the layout of K2 or of Spark.
 *
 * @param time when it was reported
 * @param lane the pipeline and the exchange, for example {@code medallion-binance}
 * @param rejected how many messages became dead letters
 * @param lag how many offsets are left to process
 */
public record CycleSample(
    Instant time, String lane, long read, long accepted, long rejected, long millis, long lag) {
  private static final Pattern LINE =
      Pattern.compile(
          " CycleLoop(?: -|:) (?<lane>\\S+) cycle=\\S+ ranges=.* read=(?<read>\\d+) accepted=(?<accepted>\\d+)"
              + " rejected=(?<rejected>\\d+) .*\\bms=(?<ms>\\d+) .*\\blag=(?<lag>\\d+)");
  private static final Pattern FAILURE =
      Pattern.compile(" CycleLoop(?: -|:) \\S+ (failed \\d+ of at most |gives up|holds)");

  /** The cycle that a line reports; empty for all other lines. */
  public static Optional<CycleSample> parse(Instant time, String line) {
    Matcher cycle = LINE.matcher(line);
    return cycle.find()
        ? Optional.of(
            new CycleSample(
                time,
                cycle.group("lane"),
                Long.parseLong(cycle.group("read")),
                Long.parseLong(cycle.group("accepted")),
                Long.parseLong(cycle.group("rejected")),
                Long.parseLong(cycle.group("ms")),
                Long.parseLong(cycle.group("lag"))))
        : Optional.empty();
  }

  /** Whether a line reports that a cycle has failed. */
  public static boolean isFailure(String line) {
    return FAILURE.matcher(line).find();
  }
}
