package com.k2.marketdata.verify.contents;

import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.commons.lang3.StringUtils;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A value that is kept for a report: its hash for comparison, and a short text. Unlike the value,
 * its size is bounded.
 */
record Cell(String column, long hash, String text) {
  private static final int MAX_CHARS = 100;
  private static final int MAX_BYTES = 40;

  static Cell of(String column, @Nullable Object value) {
    CanonicalBytes bytes = new CanonicalBytes();
    bytes.add(value);
    return new Cell(column, bytes.hash(), text(column, value));
  }

  boolean isSame(Cell other) {
    return hash == other.hash;
  }

  /** The difference between this cell of a table and the expected one. */
  Difference insteadOf(Cell expected) {
    return new Difference(column, text, expected.text);
  }

  private static String text(String column, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof ByteBuffer buffer) {
      return bytes(buffer.duplicate());
    }
    if (value instanceof Long micros && column.endsWith("timestamp")) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
    // Cut first: a value may have megabytes.
    String text = StringUtils.left(value.toString(), MAX_CHARS + 1);
    String printable =
        Printable.line(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text);
    return value instanceof CharSequence ? '"' + printable + '"' : printable;
  }

  private static String bytes(ByteBuffer buffer) {
    int length = buffer.remaining();
    byte[] first = new byte[Math.min(length, MAX_BYTES)];
    buffer.get(first);
    String hex = "0x" + HexFormat.of().formatHex(first);
    return (length > MAX_BYTES ? hex + "…" : hex) + " (" + Counted.of(length, "byte") + ")";
  }
}
