package com.k2.marketdata.lake;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * A table on its way to tasks: written down once, however many cycles and tasks it is sent to, and
 * read once in each JVM. A table brings its store's whole configuration along, so that to write and
 * read it for each task would be a good part of a small cycle's work.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class TravellingTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More than the tables of all exchanges; older ones, of which no task is left, make room. */
  private static final int MOST_READ = 64;

  private static final Map<String, Table> READ =
      new LinkedHashMap<>(MOST_READ, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Table> eldest) {
          return size() > MOST_READ;
        }
      };

  private final String id;
  private final String name;
  private final byte[] written;
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
    this.id = UUID.randomUUID().toString();
    this.name = table.name();
    this.written =
        SerializableUtils.serializeToByteArray((Serializable) SerializableTable.copyOf(table));
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
    synchronized (READ) {
      return READ.computeIfAbsent(
          id, any -> (Table) SerializableUtils.deserializeFromByteArray(written, "table " + name));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
