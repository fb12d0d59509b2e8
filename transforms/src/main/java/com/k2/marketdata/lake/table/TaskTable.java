package com.k2.marketdata.lake.table;

import com.k2.marketdata.serialized.SerializedOnce;
import java.io.Serializable;
import java.util.Map;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * A table on its way to tasks, which brings its store's whole configuration along. Immutable, and
 * safe for use by many threads.
 */
public final class TaskTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final SerializedOnce<SerializableTable> table;
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

  private TaskTable(Table table) {
    this.name = table.name();
    this.table = SerializedOnce.of((SerializableTable) SerializableTable.copyOf(table));
    this.facts = Facts.of(table);
  }

  /** A table as it is now. */
  public static TaskTable of(Table table) {
    return new TaskTable(table);
  }

  /** Whether files would be written by the same schema, layout and store, where it was made. */
  public boolean isStill(Table table) {
    return Facts.of(table).equals(facts);
  }

  /** The table, to write files for; its snapshots are those of the moment it was written down. */
  public Table table() {
    return table.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
