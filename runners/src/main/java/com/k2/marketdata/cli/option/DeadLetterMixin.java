package com.k2.marketdata.cli.option;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.options.form.Quantities;
import com.k2.marketdata.replay.DeadLetterFilter;
import com.k2.marketdata.trade.RejectReason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command means. */
public final class DeadLetterMixin {
  private static final Pattern OFFSETS = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

  @Option(
      names = "--reason",
      split = ",",
      paramLabel = "REASON",
      description = "Only dead letters with these error reasons, comma separated. Default: all.")
  private Set<String> reasons = new LinkedHashSet<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "Only dead letters that were written at or after this time: ISO-8601 with an offset, such as"
            + " 2024-05-01T12:00:00Z, or a duration before now, such as 30m, 2h or 1d."
      })
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only dead letters that were written before this time.")
  private @Nullable String until;

  @Option(
      names = "--partition",
      paramLabel = "NUMBER",
      description = "Only dead letters of this Kafka partition.")
  private @Nullable Integer partition;

  @Option(
      names = "--offsets",
      paramLabel = "FIRST-LAST",
      description = "Only dead letters of these offsets of --partition, both included.")
  private @Nullable String offsets;

  /**
   * The filter that the options describe.
   *
   * @throws UsageException if an option is wrong
   */
  public DeadLetterFilter filter(Instant now) {
    reasons.forEach(DeadLetterMixin::requireReason);
    return new DeadLetterFilter(
        reasons, time("since", since, now), time("until", until, now), partition, offsets());
  }

  private static void requireReason(String reason) {
    if (Arrays.stream(RejectReason.values()).noneMatch(known -> known.code().equals(reason))) {
      throw new UsageException(
          "--reason=" + reason + " is not an error reason. docs/dead-letters.md lists them.");
    }
  }

  private static @Nullable Instant time(String option, @Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return now.minus(Quantities.duration(option, text));
    }
  }

  private @Nullable OffsetRange offsets() {
    if (offsets == null) {
      return null;
    }
    Matcher range = OFFSETS.matcher(offsets);
    if (partition == null || !range.matches()) {
      throw new UsageException(
          "--offsets="
              + offsets
              + ": must be FIRST-LAST or one offset, such as 100-199 or 100, together with"
              + " --partition.");
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
    if (last < first) {
      throw new UsageException("--offsets=" + offsets + ": the last offset is below the first.");
    }
    return new OffsetRange(partition, first, last + 1);
  }
}
