package com.k2.marketdata.torture.driver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a driver's log that shows how far a cycle is. */
public sealed interface LogEvent {

  /**
   * A cycle was planned and begins to read.
   *
   * @param lane the pipeline and the exchange, for example {@code medallion-binance}
   */
  record Planned(String lane, String cycle) implements LogEvent {}

  /**
   * A cycle was committed to a table.
   *
   * @param table without catalog and namespace
   */
  record Committed(String cycle, String table) implements LogEvent {}

  /** The driver read back what the cycle had committed. */
  record Confirmed(String lane, String cycle) implements LogEvent {}

  /** A cycle failed, or could not be planned. It is planned again after a back-off. */
  record Failed(String lane) implements LogEvent {}

  /** The event of a line; empty for all other lines. */
  static Optional<LogEvent> parse(String line) {
    Matcher loop = Patterns.LOOP.matcher(line);
    if (loop.find()) {
      String lane = loop.group("lane");
      if (loop.group("failed") != null) {
        return Optional.of(new Failed(lane));
      }
      String cycle = loop.group("cycle");
      return Optional.of(
          loop.group("planned") == null ? new Confirmed(lane, cycle) : new Planned(lane, cycle));
    }
    Matcher commit = Patterns.COMMIT.matcher(line);
    return commit.find()
        ? Optional.of(new Committed(commit.group("cycle"), commit.group("table")))
        : Optional.empty();
  }

  /** The log's lines, with the class that logs them. */
  final class Patterns {
    private static final Pattern LOOP =
        Pattern.compile(
            " CycleLoop - (?<lane>\\S+) ((?<planned>planned )?cycle=(?<cycle>\\S+) ranges="
                + "|(?<failed>failed \\d+ of at most |plans cycles of at most ))");
    private static final Pattern COMMIT =
        Pattern.compile(
            " LedgerCommit - Committed cycle (?<cycle>\\S+) to (?:\\S+\\.)?(?<table>[^\\s.]+)"
                + " as snapshot ");

    private Patterns() {}
  }
}
