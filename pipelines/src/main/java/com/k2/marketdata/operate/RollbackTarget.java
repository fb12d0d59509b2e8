package com.k2.marketdata.operate;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.options.Quantities;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** The point that a person names: a snapshot's id, a time, or how long ago. */
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
   * The point of the history that is meant.
   *
   * @throws UsageException if it is none, or lies before the table's position began
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
                        + " is not one that "
                        + table
                        + " came from since its position began. `k2 sql \"SELECT committed_at,"
                        + " snapshot_id FROM "
                        + table
                        + ".snapshots ORDER BY ALL\"` shows them all."));
  }

  private LedgerHistory.Point at(Instant time, LedgerHistory history, String table) {
    return history
        .newest(point -> point.snapshot().timestampMillis() <= time.toEpochMilli())
        .orElseThrow(
            () ->
                new UsageException(
                    "At "
                        + time
                        + " "
                        + table
                        + " had no position yet"
                        + history
                            .oldest()
                            .map(
                                oldest ->
                                    ": the first that is kept is of "
                                        + Instant.ofEpochMilli(oldest.snapshot().timestampMillis()))
                            .orElse("")
                        + "."));
  }

  /** ISO-8601; without an offset, in UTC. */
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
              + " is no snapshot id and no time. Write, for example, 2h, 2024-05-01T12:00:00Z or"
              + " 5492277091853104701.",
          e);
    }
  }
}
