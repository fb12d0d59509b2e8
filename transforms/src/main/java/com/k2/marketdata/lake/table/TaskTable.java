package com.k2.marketdata.lake.table;

import com.k2.marketdata.serialized.SerializedOnce;
import java.io.Serializable;
import java.util.Map;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * A serializable copy of a table for tasks, including the configuration of its store. Immutable and
 * thread-safe.
 */
public final class TaskTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final SerializedOnce<SerializableTable> table;
  private final transient Facts facts;

  /** The properties of a table that determine how its files are written. */
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

  /** A copy of the table as it is now. */
  public static TaskTable of(Table table) {
    return new TaskTable(table);
  }

  /**
   * Whether files of the table would still be written with the same schema, partitioning,
   * properties and store. Only for the object that was created from a table, not for a deserialized
   * one.
   */
  public boolean isStill(Table table) {
    return Facts.of(table).equals(facts);
  }

  /** The table to write files for, with the snapshots it had when it was copied. */
  public Table table() {
    return table.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
