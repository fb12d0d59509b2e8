package com.k2.marketdata.lake.write.row;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.parquet.ParquetTypeVisitor;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.ParquetValueWriters;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Writes {@link Row}s into the columns of a Parquet file. Iceberg's own row writers convert every
 * value again for each row. The values of a {@link Row} already have Parquet's form, so that a
 * repeated text is the same {@link Binary}, which a dictionary recognizes without comparing bytes.
 */
public final class RowWriter extends ParquetValueWriters.StructWriter<Row> {

  private RowWriter(List<ParquetValueWriter<?>> columns) {
    super(columns);
  }

  /** Returns a writer for the columns of one file. */
  public static ParquetValueWriter<?> of(MessageType file) {
    return ParquetTypeVisitor.visit(file, new Builder(file));
  }

  @Override
  protected Object get(Row row, int column) {
    return row.value(column);
  }

  private static final class Binaries extends ParquetValueWriters.PrimitiveWriter<Binary> {
    Binaries(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public void write(int repetitionLevel, Binary value) {
      column.writeBinary(repetitionLevel, value);
    }
  }

  private static final class Builder extends ParquetTypeVisitor<ParquetValueWriter<?>> {
    private final MessageType file;

    Builder(MessageType file) {
      this.file = file;
    }

    @Override
    public ParquetValueWriter<?> message(MessageType message, List<ParquetValueWriter<?>> columns) {
      return struct(message, columns);
    }

    @Override
    public ParquetValueWriter<?> struct(GroupType struct, List<ParquetValueWriter<?>> fields) {
      List<ParquetValueWriter<?>> writers = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        writers.add(nullable(struct.getType(i), fields.get(i)));
      }
      return new RowWriter(writers);
    }

    @Override
    public ParquetValueWriter<?> list(GroupType list, ParquetValueWriter<?> element) {
      GroupType repeated = list.getType(0).asGroupType();
      String[] path = currentPath();
      return ParquetValueWriters.collections(
          file.getMaxDefinitionLevel(path),
          file.getMaxRepetitionLevel(path),
          nullable(repeated.getType(0), element));
    }

    @Override
    @SuppressWarnings("unchecked") // texts are written by Binaries
    public ParquetValueWriter<?> map(
        GroupType map, ParquetValueWriter<?> key, ParquetValueWriter<?> value) {
      GroupType repeated = map.getType(0).asGroupType();
      String[] path = currentPath();
      int definitionLevel = file.getMaxDefinitionLevel(path);
      int repetitionLevel = file.getMaxRepetitionLevel(path);
      ParquetValueWriter<?> keys = nullable(repeated.getType(0), key);
      ParquetValueWriter<?> values = nullable(repeated.getType(1), value);
      if (isText(repeated.getType(0)) && isText(repeated.getType(1))) {
        return new TextMapWriter(
            definitionLevel,
            repetitionLevel,
            (ParquetValueWriter<Binary>) keys,
            (ParquetValueWriter<Binary>) values);
      }
      return ParquetValueWriters.maps(definitionLevel, repetitionLevel, keys, values);
    }

    private static boolean isText(Type type) {
      return LogicalTypeAnnotation.stringType().equals(type.getLogicalTypeAnnotation());
    }

    @Override
    public ParquetValueWriter<?> primitive(PrimitiveType primitive) {
      ColumnDescriptor column = file.getColumnDescription(currentPath());
      return switch (primitive.getPrimitiveTypeName()) {
        case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> new Binaries(column);
        default -> ParquetValueWriters.unboxed(column);
      };
    }

    private <T> ParquetValueWriter<T> nullable(Type type, ParquetValueWriter<T> writer) {
      return ParquetValueWriters.option(
          type, file.getMaxDefinitionLevel(path(type.getName())), writer);
    }
  }
}
