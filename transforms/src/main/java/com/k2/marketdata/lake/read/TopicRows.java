package com.k2.marketdata.lake.read;

import static org.apache.iceberg.expressions.Expressions.equal;

import com.k2.marketdata.lake.table.BronzeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** A table's rows of one topic, by the coordinates that every row has. */
public final class TopicRows {
  private final Table table;
  private final String topic;
  private final String topicId;
  private final String prefix;

  /**
   * @param topicId only rows with this id count, not those of an earlier topic of the same name
   */
  public TopicRows(Table table, String topic, String topicId) {
    this.table = table;
    this.topic = topic;
    this.topicId = topicId;
    boolean bronze = table.schema().findField(BronzeTable.TOPIC) != null;
    this.prefix = bronze ? "" : "kafka_";
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
    scan(
        (partition, offset) ->
            bounds.merge(
                partition, new Bounds(offset, offset + 1), (all, one) -> all.with(offset)));
    return bounds;
  }

  /** The number of rows at or above these offsets. */
  public long countFrom(Map<Integer, Long> next) {
    long[] count = {0};
    scan(
        (partition, offset) -> {
          if (offset >= next.getOrDefault(partition, 0L)) {
            count[0]++;
          }
        });
    return count[0];
  }

  private void scan(ObjLongConsumer<Integer> row) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .where(
                Expressions.and(
                    equal(prefix + BronzeTable.TOPIC, topic),
                    equal(prefix + BronzeTable.TOPIC_ID, topicId)))
            .select(
                prefix + BronzeTable.TOPIC,
                prefix + BronzeTable.TOPIC_ID,
                prefix + BronzeTable.PARTITION,
                prefix + BronzeTable.OFFSET)
            .reuseContainers()
            .build()) {
      for (Record found : rows) {
        row.accept(
            (Integer) found.getField(prefix + BronzeTable.PARTITION),
            (Long) found.getField(prefix + BronzeTable.OFFSET));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + table.name(), e);
    }
  }
}
