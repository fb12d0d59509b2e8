package com.k2.marketdata.lake;

import com.k2.marketdata.travel.Travelling;
import java.io.Serializable;
import java.util.Map;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * A table on its way to tasks, which brings its store's whole configuration along. Immutable, and
 * safe for use by many threads.
 */
public final class TravellingTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Travelling<SerializableTable> table;
  private final transient Facts facts;

  /** What files are written by. */
  private record Facts(
      int schema, int spec, String location, Map<String, String> properties, FileIO io) {
    static Facts of(Table table) {
      return new Facts(
          table.schema().schemaId(),
          table.spec().specId(),
          table.location(),
          table.properties(),
          table.io());
    }
  }

  private TravellingTable(Table table) {
    this.name = table.name();
    this.table = Travelling.of((SerializableTable) SerializableTable.copyOf(table));
    this.facts = Facts.of(table);
  }

  /** A table as it is now. */
  public static TravellingTable of(Table table) {
    return new TravellingTable(table);
  }

  /** Whether files would be written by the same schema, layout and store, where it was made. */
  public boolean isStill(Table table) {
    return Facts.of(table).equals(facts);
  }

  /** The table, to write files for; its snapshots are those of the moment it was written down. */
  Table table() {
    return table.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
