package com.k2.marketdata.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.k2.marketdata.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a result as a JSON array of objects, one per line. Decimals and integers from 2^53 on,
 * such as snapshot ids, are strings, so that no JSON reader rounds them. Control characters in
 * strings are escaped.
 */
public final class JsonRows implements RowSink {
  /** Integers of up to this many bits are exact in a double, which many readers use for numbers. */
  private static final int EXACT_BITS = 53;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(new Exact<>(BigDecimal.class))
                  .addSerializer(new Exact<>(BigInteger.class))
                  .addSerializer(new Exact<>(Long.class)));

  private final PrintWriter out;
  private List<Column> columns = List.of();
  private boolean first = true;

  public JsonRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> ofResult) {
    columns = ofResult;
    out.print("[");
  }

  @Override
  public boolean row(List<Object> values) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i).name(), values.get(i));
    }
    out.print(first ? "\n" : ",\n");
    out.print(json(row));
    first = false;
    return !out.checkError();
  }

  @Override
  public void end() {
    out.print(first ? "]\n" : "\n]\n");
    out.flush();
  }

  static String json(Object value) {
    try {
      // Only strings have such characters, and JSON reads these escapes.
      return Printable.line(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Could not write " + value.getClass() + " as JSON", e);
    }
  }

  /** Writes a number as a number if every reader keeps it exactly, otherwise as a string. */
  private static final class Exact<T extends Number> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    Exact(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value instanceof BigDecimal decimal) {
        out.writeString(decimal.toPlainString());
      } else if (isExact(value)) {
        out.writeNumber(value.longValue());
      } else {
        out.writeString(value.toString());
      }
    }

    private static boolean isExact(Number value) {
      return value instanceof BigInteger integer
          ? integer.bitLength() <= EXACT_BITS
          : BigInteger.valueOf(value.longValue()).bitLength() <= EXACT_BITS;
    }
  }
}
