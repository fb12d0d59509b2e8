package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import com.k2.marketdata.verify.contents.finding.Difference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.lang3.StringUtils;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A value that is kept for a report: its hash for comparison, and a short text. Unlike the value,
 * its size is bounded.
 */
public record Cell(String column, long hash, String text) {
  private static final int MAX_CHARS = 100;
  private static final int MAX_BYTES = 40;

  /** The cell of a value in Iceberg's internal representation. */
  public static Cell of(String column, @Nullable Object value) {
    CanonicalBytes bytes = new CanonicalBytes();
    bytes.add(value);
    return new Cell(column, bytes.hash(), text(column, value));
  }

  /** The cells of the compared columns of a row, whose values are in their order. */
  public static List<Cell> ofRow(TableRole table, Object[] values) {
    List<ComparedColumn> columns = ComparedColumn.of(table);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      cells.add(of(columns.get(i).name(), values[i]));
    }
    return cells;
  }

  boolean isSame(Cell other) {
    return hash == other.hash;
  }

  /**
   * How this cell of a table differs from the expected one; empty if both have one value. If the
   * values differ only where they are cut off, each text has the hash of its value.
   */
  public Optional<Difference> differenceFrom(Cell expected) {
    if (isSame(expected)) {
      return Optional.empty();
    }
    return Optional.of(
        text.equals(expected.text)
            ? new Difference(column, textWithHash(), expected.textWithHash())
            : new Difference(column, text, expected.text));
  }

  private String textWithHash() {
    return text + " with hash " + HexFormat.of().toHexDigits(hash);
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
    if (value instanceof Map<?, ?> map) {
      return text(map);
    }
    String printable = printable(value.toString());
    return value instanceof CharSequence ? '"' + printable + '"' : printable;
  }

  private static String printable(String whole) {
    // Cut first: a value may have megabytes.
    String text = StringUtils.left(whole, MAX_CHARS + 1);
    return Printable.line(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text);
  }

  private static String text(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(name.toString(), value));
    StringBuilder text = new StringBuilder("{");
    String separator = "";
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      if (text.length() > MAX_CHARS) {
        return text.append(separator).append("…}").toString();
      }
      text.append(separator).append(printable(entry.getKey())).append('=');
      text.append(text(entry.getKey(), entry.getValue()));
      separator = ", ";
    }
    return text.append('}').toString();
  }

  private static String bytes(ByteBuffer buffer) {
    int length = buffer.remaining();
    byte[] first = new byte[Math.min(length, MAX_BYTES)];
    buffer.get(first);
    String hex = "0x" + HexFormat.of().formatHex(first);
    return (length > MAX_BYTES ? hex + "…" : hex) + " (" + Counted.of(length, "byte") + ")";
  }
}
