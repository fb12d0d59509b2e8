package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.Message;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.iceberg.data.Record;

/** Compares the columns of one row with expected values, and keeps the first difference. */
final class Differences {
  private static final int MAX_BYTES = 64;

  private final Record row;
  private String first;

  Differences(Record row) {
    this.row = row;
  }

  Differences expect(String column, Object expected) {
    return expect(column, row.getField(column), expected);
  }

  /** Expects exactly these bytes; null unlike empty ones. */
  Differences expectBytes(String column, byte[] expected) {
    return expect(column, expected == null ? null : ByteBuffer.wrap(expected));
  }

  /** Expects microseconds since the epoch; null if the time is missing. */
  Differences expectMicros(String column, Long micros) {
    OffsetDateTime found = (OffsetDateTime) row.getField(column);
    return expect(
        column, found == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, found), micros);
  }

  /** Expects the day of another column's time, in UTC. */
  Differences expectDayOf(String column, String timeColumn) {
    OffsetDateTime time = (OffsetDateTime) row.getField(timeColumn);
    LocalDate day = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    return expect(column, day);
  }

  Differences expect(String column, Object found, Object expected) {
    if (first == null && !Objects.equals(found, expected)) {
      first = column + " is " + text(found) + " instead of " + text(expected);
    }
    return this;
  }

  /** Reports the row if a column differs. */
  void report(String table, Message message, Findings findings) {
    if (first != null) {
      findings.differing(
          table
              + ", partition "
              + message.partition()
              + ", offset "
              + message.offset()
              + ": "
              + first);
    }
  }

  private static String text(Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] shown = new byte[Math.min(MAX_BYTES, bytes.remaining())];
      bytes.duplicate().get(shown);
      return bytes.remaining() + " bytes " + HexFormat.of().formatHex(shown);
    }
    return value == null ? "null" : value + "";
  }
}
