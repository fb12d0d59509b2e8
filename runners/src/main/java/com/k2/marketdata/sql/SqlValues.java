package com.k2.marketdata.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBStruct;

/** Converts DuckDB's results to the plain values of a {@link RowSink}. */
final class SqlValues {
  private SqlValues() {}

  static void stream(ResultSet result, RowSink sink) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<RowSink.Column> columns = columns(meta);
    sink.begin(columns);
    boolean more = true;
    while (more && result.next()) {
      List<Object> values = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        // A java.sql.Timestamp cannot represent local times that this JVM's time zone skips.
        values.add(
            meta.getColumnType(i) == Types.TIMESTAMP
                ? plain(result.getObject(i, LocalDateTime.class))
                : plain(result.getObject(i)));
      }
      more = sink.row(values);
    }
    sink.end();
  }

  private static List<RowSink.Column> columns(ResultSetMetaData meta) throws SQLException {
    List<RowSink.Column> columns = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String name = meta.getColumnName(i);
      for (int copy = 1; !taken.add(name); copy++) {
        name = meta.getColumnName(i) + "_" + copy;
      }
      columns.add(new RowSink.Column(name, meta.getColumnTypeName(i)));
    }
    return columns;
  }

  private static Object plain(Object value) throws SQLException {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    } else if (value instanceof LocalDateTime time) {
      return time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    } else if (value instanceof Timestamp time) {
      return plain(time.toLocalDateTime());
    } else if (value instanceof Blob blob) {
      return hex(blob);
    } else if (value instanceof Array array) {
      List<Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(plain(element));
      }
      return list;
    } else if (value instanceof DuckDBStruct struct) {
      return plain(struct.getMap());
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        plain.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
      }
      return plain;
    } else if (value instanceof Float || value instanceof Double) {
      return finite((Number) value);
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      return value;
    }
    return value.toString();
  }

  /** JSON has no infinity and no NaN, so these become strings. */
  private static Object finite(Number number) {
    return Double.isFinite(number.doubleValue()) ? number : number.toString();
  }

  private static String hex(Blob blob) throws SQLException {
    try (InputStream in = blob.getBinaryStream()) {
      return "0x" + HexFormat.of().formatHex(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read a binary value", e);
    }
  }

  /** A value as text: decimals without an exponent, lists and maps as JSON. */
  static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof List || value instanceof Map
        ? JsonRows.json(value)
        : String.valueOf(value);
  }
}
