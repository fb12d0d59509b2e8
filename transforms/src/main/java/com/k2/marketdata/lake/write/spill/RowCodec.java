package com.k2.marketdata.lake.write.spill;

import com.k2.marketdata.lake.write.row.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.parquet.io.api.Binary;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Encodes rows in Avro's binary form, each value preceded by its type. Not safe for concurrent use.
 */
final class RowCodec {
  private static final int NULL = 0;
  private static final int INT = 1;
  private static final int LONG = 2;
  private static final int BINARY = 3;
  private static final int STRING = 4;
  private static final int LIST = 5;
  private static final int MAP = 6;

  private @Nullable BinaryEncoder encoder;
  private @Nullable BinaryDecoder decoder;

  /** Appends the row. */
  void encode(Row row, ByteBuilder out) {
    encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
    try {
      for (int column = 0; column < row.size(); column++) {
        encode(row.value(column), encoder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
  }

  /** Sets the row to each of the encoded rows in turn. */
  void decode(ByteBuilder rows, Row row, Runnable each) {
    decoder = DecoderFactory.get().binaryDecoder(rows.array(), 0, rows.size(), decoder);
    try {
      while (!decoder.isEnd()) {
        for (int column = 0; column < row.size(); column++) {
          row.set(column, decode(decoder));
        }
        each.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Spilled rows cannot be decoded", e);
    }
  }

  private static void encode(@Nullable Object value, BinaryEncoder out) throws IOException {
    if (value == null) {
      out.writeInt(NULL);
    } else if (value instanceof Integer number) {
      out.writeInt(INT);
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeInt(LONG);
      out.writeLong(number);
    } else if (value instanceof Binary binary) {
      out.writeInt(BINARY);
      out.writeBytes(binary.getBytesUnsafe());
    } else if (value instanceof String text) {
      out.writeInt(STRING);
      out.writeString(text);
    } else if (value instanceof List<?> list) {
      out.writeInt(LIST);
      out.writeInt(list.size());
      for (Object element : list) {
        encode(element, out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeInt(MAP);
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        encode(entry.getKey(), out);
        encode(entry.getValue(), out);
      }
    } else {
      throw new IllegalArgumentException("A row has no values of type " + value.getClass());
    }
  }

  private static @Nullable Object decode(BinaryDecoder in) throws IOException {
    int type = in.readInt();
    return switch (type) {
      case NULL -> null;
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case BINARY -> Binary.fromConstantByteArray(in.readBytes(null).array());
      case STRING -> in.readString();
      case LIST -> decodeList(in);
      case MAP -> decodeMap(in);
      default -> throw new IOException("Unknown type " + type);
    };
  }

  private static List<Object> decodeList(BinaryDecoder in) throws IOException {
    int size = in.readInt();
    List<Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(decode(in));
    }
    return list;
  }

  private static Map<Object, Object> decodeMap(BinaryDecoder in) throws IOException {
    int size = in.readInt();
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(decode(in), decode(in));
    }
    return map;
  }
}
