package com.k2.marketdata.lake.write.row;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.TripleWriter;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.io.api.Binary;

/**
 * Writes maps of strings into a Parquet map column, pair by pair, without objects in between. Keys
 * are expected to repeat from row to row, values are not.
 */
final class TextMapWriter implements ParquetValueWriter<Map<String, String>> {
  private final int definitionLevel;
  private final int repetitionLevel;
  private final ParquetValueWriter<Binary> keys;
  private final ParquetValueWriter<Binary> values;
  private final List<TripleWriter<?>> columns;
  private final InternedText names = new InternedText();
  private final BiConsumer<String, String> pairs = this::writePair;
  private int nextLevel;

  /**
   * @param definitionLevel of a pair
   * @param repetitionLevel of every pair but a map's first
   */
  TextMapWriter(
      int definitionLevel,
      int repetitionLevel,
      ParquetValueWriter<Binary> keys,
      ParquetValueWriter<Binary> values) {
    this.definitionLevel = definitionLevel;
    this.repetitionLevel = repetitionLevel;
    this.keys = keys;
    this.values = values;
    this.columns = Stream.concat(keys.columns().stream(), values.columns().stream()).toList();
  }

  @Override
  public void write(int parentLevel, Map<String, String> map) {
    if (map.isEmpty()) {
      columns.forEach(column -> column.writeNull(parentLevel, definitionLevel - 1));
    } else {
      nextLevel = parentLevel;
      map.forEach(pairs);
    }
  }

  private void writePair(String key, String value) {
    keys.write(nextLevel, names.of(key));
    values.write(nextLevel, InternedText.once(value));
    nextLevel = repetitionLevel;
  }

  @Override
  public List<TripleWriter<?>> columns() {
    return columns;
  }

  @Override
  public void setColumnStore(ColumnWriteStore columnStore) {
    keys.setColumnStore(columnStore);
    values.setColumnStore(columnStore);
  }
}
