package com.k2.marketdata.lake.read;

import static org.apache.iceberg.expressions.Expressions.alwaysFalse;
import static org.apache.iceberg.expressions.Expressions.alwaysTrue;
import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.notEqual;
import static org.apache.iceberg.expressions.Expressions.notNull;

import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.SilverTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** A table's rows of one topic, by the coordinates that every row has. */
public final class TopicRows {
  private final Table table;
  private final String topic;
  private final Expression filter;
  private final String prefix;

  /**
   * @param topicId only rows with this id count, not those of an earlier topic of the same name
   */
  public TopicRows(Table table, String topic, String topicId) {
    this(table, topic, equal(prefix(table) + BronzeTable.TOPIC_ID, topicId));
  }

  /** The rows of every id of a topic. */
  public TopicRows(Table table, String topic) {
    this(table, topic, alwaysTrue());
  }

  private TopicRows(Table table, String topic, Expression more) {
    this.table = table;
    this.topic = topic;
    this.prefix = prefix(table);
    this.filter = and(equal(prefix + BronzeTable.TOPIC, topic), more);
  }

  /** The rows that replays added to a silver table, of every id of a topic. */
  public static TopicRows replayed(Table silver, String topic) {
    boolean any = silver.schema().findField(SilverTable.REPLAY_ID) != null;
    return new TopicRows(silver, topic, any ? notNull(SilverTable.REPLAY_ID) : alwaysFalse());
  }

  private static String prefix(Table table) {
    return table.schema().findField(BronzeTable.TOPIC) != null ? "" : "kafka_";
  }

  /** Receives the coordinates of a row. */
  @FunctionalInterface
  public interface Visitor {
    void row(String topicId, int partition, long offset);
  }

  /** The offsets {@code [from, to)} that contain a partition's rows. */
  public record Bounds(long from, long to) {
    Bounds with(long offset) {
      return new Bounds(Math.min(from, offset), Math.max(to, offset + 1));
    }
  }

  /** The bounds of each partition that has rows. */
  public SortedMap<Integer, Bounds> bounds() {
    SortedMap<Integer, Bounds> bounds = new TreeMap<>();
    forEach(
        (topicId, partition, offset) ->
            bounds.merge(
                partition, new Bounds(offset, offset + 1), (all, one) -> all.with(offset)));
    return bounds;
  }

  /** The number of rows at or above these offsets. */
  public long countFrom(Map<Integer, Long> next) {
    long[] count = {0};
    forEach(
        (topicId, partition, offset) -> {
          if (offset >= next.getOrDefault(partition, 0L)) {
            count[0]++;
          }
        });
    return count[0];
  }

  /** The topics, other than this one, of rows in the table. */
  public SortedSet<String> otherTopics() {
    SortedSet<String> topics = new TreeSet<>();
    String column = prefix + BronzeTable.TOPIC;
    read(notEqual(column, topic), row -> topics.add((String) row.getField(column)), column);
    return topics;
  }

  /** Passes on the coordinates of every row. */
  public void forEach(Visitor visitor) {
    read(filter, row -> visit(row, visitor), coordinates());
  }

  /**
   * Whether a table has rows of a topic, but no ledger of it. Reads no data if the ledgers of the
   * other topics account for all rows, and otherwise not more than the first row of the topic.
   */
  public static boolean existWithoutLedger(Table table, String topic) {
    TableLedgers ledgers = TableLedgers.read(table);
    if (table.currentSnapshot() == null || ledgers.of(topic).isPresent()) {
      return false;
    }
    OptionalLong recorded = ledgers.rows();
    return (recorded.isEmpty() || !recorded.equals(RowCount.of(table)))
        && new TopicRows(table, topic).any();
  }

  private boolean any() {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(filter).select(coordinates()).build()) {
      return rows.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + table.name(), e);
    }
  }

  /** Passes on the coordinates of every row of data files that may not be in the table. */
  public void forEach(List<DataFile> files, Visitor visitor) {
    Schema columns = table.schema().select(coordinates());
    for (DataFile file : files) {
      try (CloseableIterable<Record> rows =
          Parquet.read(table.io().newInputFile(file))
              .project(columns)
              .createReaderFunc(type -> GenericParquetReaders.buildReader(columns, type))
              .build()) {
        for (Record row : rows) {
          if (topic.equals(row.getField(prefix + BronzeTable.TOPIC))) {
            visit(row, visitor);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Could not read " + file.location(), e);
      }
    }
  }

  private String[] coordinates() {
    return new String[] {
      prefix + BronzeTable.TOPIC,
      prefix + BronzeTable.TOPIC_ID,
      prefix + BronzeTable.PARTITION,
      prefix + BronzeTable.OFFSET
    };
  }

  private void visit(Record row, Visitor visitor) {
    visitor.row(
        (String) row.getField(prefix + BronzeTable.TOPIC_ID),
        (Integer) row.getField(prefix + BronzeTable.PARTITION),
        (Long) row.getField(prefix + BronzeTable.OFFSET));
  }

  private void read(Expression where, Consumer<Record> action, String... columns) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(where).select(columns).reuseContainers().build()) {
      rows.forEach(action);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + table.name(), e);
    }
  }
}
