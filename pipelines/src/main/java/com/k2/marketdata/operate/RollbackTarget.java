package com.k2.marketdata.operate;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.options.form.Quantities;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** The point given by the operator: a snapshot id, a time, or how long ago. */
record RollbackTarget(String text, Instant now) {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter();

  /**
   * Finds the point in a table's history.
   *
   * @throws UsageException if the text is malformed, or the table had no position at that point
   */
  LedgerHistory.Point in(LedgerHistory history, String table) {
    return text.matches("\\d{6,19}") ? snapshot(history, table) : at(time(), history, table);
  }

  private LedgerHistory.Point snapshot(LedgerHistory history, String table) {
    return history
        .newest(point -> Long.toString(point.snapshot().snapshotId()).equals(text))
        .orElseThrow(
            () ->
                new UsageException(
                    "Snapshot "
                        + text
                        + " is not an ancestor of the current snapshot of "
                        + table
                        + ", or had no position yet. List the snapshots with `k2 sql \"SELECT"
                        + " committed_at, snapshot_id FROM "
                        + table
                        + ".snapshots ORDER BY ALL\"`."));
  }

  private LedgerHistory.Point at(Instant time, LedgerHistory history, String table) {
    return history
        .newest(point -> point.snapshot().timestampMillis() <= time.toEpochMilli())
        .orElseThrow(
            () ->
                new UsageException(
                    "At "
                        + time
                        + ", "
                        + table
                        + " had no position yet"
                        + history
                            .oldest()
                            .map(
                                oldest ->
                                    ": its oldest snapshot with a position is from "
                                        + Instant.ofEpochMilli(oldest.snapshot().timestampMillis()))
                            .orElse("")
                        + "."));
  }

  /** Parses a duration before now, or ISO-8601; a time without an offset is in UTC. */
  private Instant time() {
    if (text.matches("(?i)\\d+(ms|s|m|h|d)( ago)?")) {
      return now.minus(Quantities.duration("to", text.split(" ")[0]));
    }
    try {
      TemporalAccessor parsed =
          ISO.parseBest(
              text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime time) {
        return time.toInstant();
      }
      return parsed instanceof LocalDateTime time
          ? time.toInstant(ZoneOffset.UTC)
          : ((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new UsageException(
          "--to="
              + text
              + " is neither a snapshot id nor a time. Examples: 2h, 2024-05-01T12:00:00Z,"
              + " 5492277091853104701.",
          e);
    }
  }
}
