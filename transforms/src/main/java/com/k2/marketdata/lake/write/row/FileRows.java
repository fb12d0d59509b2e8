package com.k2.marketdata.lake.write.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.encryption.EncryptingFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.io.api.Binary;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads the rows of a data file in the form in which they are written. Not safe for concurrent use.
 */
public final class FileRows {
  private final Table table;
  private final InternedText texts = new InternedText();

  /** Reads files of this table. */
  public FileRows(Table table) {
    this.table = table;
  }

  /**
   * Sets the row to each row of the file in turn.
   *
   * @param each runs each time that the row is set
   */
  public void read(DataFile file, Row row, Runnable each) {
    Schema schema = table.schema();
    try (CloseableIterable<StructLike> rows =
        Parquet.read(EncryptingFileIO.combine(table.io(), table.encryption()).newInputFile(file))
            .project(schema)
            .createReaderFunc(type -> InternalReader.create(schema, type))
            .build()) {
      for (StructLike read : rows) {
        for (int column = 0; column < row.size(); column++) {
          Type type = schema.columns().get(column).type();
          row.set(column, encoded(type, read.get(column, Object.class)));
        }
        each.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read the data file " + file.location(), e);
    }
  }

  private @Nullable Object encoded(Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.typeId()) {
      case STRING -> texts.of((String) value);
      case BINARY -> Binary.fromConstantByteBuffer((ByteBuffer) value);
      case DECIMAL -> DecimalBytes.of((BigDecimal) value);
      case LIST -> list(type.asListType(), (List<?>) value);
      case MAP -> map(type.asMapType(), (Map<?, ?>) value);
      default -> value;
    };
  }

  private List<Object> list(Types.ListType type, List<?> list) {
    List<Object> encoded = new ArrayList<>(list.size());
    list.forEach(element -> encoded.add(encoded(type.elementType(), element)));
    return encoded;
  }

  private Map<?, ?> map(Types.MapType type, Map<?, ?> map) {
    if (isText(type.keyType()) && isText(type.valueType())) {
      return map; // TextMapWriter encodes it
    }
    Map<Object, Object> encoded = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            encoded.put(encoded(type.keyType(), key), encoded(type.valueType(), value)));
    return encoded;
  }

  private static boolean isText(Type type) {
    return type.typeId() == Type.TypeID.STRING;
  }
}
