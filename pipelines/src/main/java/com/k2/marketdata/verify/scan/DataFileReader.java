package com.k2.marketdata.verify.scan;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.DeleteFilter;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;

/** Reads columns of a table's data files, without the rows that delete files delete. */
public final class DataFileReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Table table;
  private final Schema columns;

  /**
   * @param table serializable
   * @param columns a projection of the table's schema
   */
  public DataFileReader(Table table, Schema columns) {
    this.table = table;
    this.columns = columns;
  }

  public Table table() {
    return table;
  }

  /** The columns of the rows. A row may have more columns after these. */
  public Schema columns() {
    return columns;
  }

  /** The position of a column in the rows; -1 if the table does not have it. */
  public int position(String column) {
    return columns.columns().indexOf(columns.findField(column));
  }

  /**
   * Reads all rows of a part of a file.
   *
   * @param rows receives the rows in Iceberg's internal representation (for example, timestamps are
   *     microseconds); a row may be reused for the next one
   */
  public void read(FileScanTask file, Consumer<StructLike> rows) {
    read(file, Expressions.alwaysTrue(), rows);
  }

  /**
   * Reads the row groups of a part of a file that may have rows of the filter. The consumer must
   * check each row.
   */
  public void read(FileScanTask file, Expression filter, Consumer<StructLike> rows) {
    Deletes deletes = new Deletes(table, file, columns);
    try (CloseableIterable<StructLike> all =
        deletes.filter(open(file, deletes.requiredSchema(), filter))) {
      all.forEach(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CloseableIterable<StructLike> open(FileScanTask file, Schema schema, Expression filter) {
    return Parquet.read(table.io().newInputFile(file.file()))
        .split(file.start(), file.length())
        .project(schema)
        .filter(filter)
        .createReaderFunc(type -> InternalReader.create(schema, type))
        .reuseContainers()
        .build();
  }

  private static final class Deletes extends DeleteFilter<StructLike> {
    private final Table table;

    Deletes(Table table, FileScanTask file, Schema columns) {
      super(file.file().location(), file.deletes(), table.schema(), columns);
      this.table = table;
    }

    @Override
    protected StructLike asStructLike(StructLike row) {
      return row;
    }

    @Override
    protected InputFile getInputFile(String location) {
      return table.io().newInputFile(location);
    }
  }
}
