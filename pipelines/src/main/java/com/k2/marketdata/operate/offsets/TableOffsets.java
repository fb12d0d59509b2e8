package com.k2.marketdata.operate.offsets;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.read.TopicRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The offsets of a topic that have rows in a table.
 *
 * @param rows the number of rows of the topic, former topic ids included
 * @param byTopicId the offsets by topic id and partition
 * @param duplicates those of them that have several rows
 */
public record TableOffsets(
    long rows,
    SortedMap<String, SortedMap<Integer, Offsets>> byTopicId,
    SortedMap<String, SortedMap<Integer, Offsets>> duplicates) {

  public static final TableOffsets NONE =
      new TableOffsets(0, Collections.emptySortedMap(), Collections.emptySortedMap());

  /** Refreshes the table and reads all rows of the topic. */
  public static TableOffsets read(Table table, String topic) {
    return SystemFaultException.wrapping(
        "Could not read " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return of(new TopicRows(table, topic)::forEach);
        });
  }

  /** Reads the rows that replays added to silver, as of the table's last refresh. */
  public static TableOffsets readReplayed(Table silver, String topic) {
    return SystemFaultException.wrapping(
        "Could not read " + silver.name(),
        () -> of(visitor -> TopicRows.replayed(silver, topic).forEach(visitor)));
  }

  /** Reads data files that may not be in the table. */
  public static TableOffsets read(Table table, String topic, List<DataFile> files) {
    return SystemFaultException.wrapping(
        "Could not read files of " + table.name(),
        () -> of(visitor -> new TopicRows(table, topic).forEach(files, visitor)));
  }

  private static TableOffsets of(Consumer<TopicRows.Visitor> rows) {
    SortedMap<String, SortedMap<Integer, Roaring64Bitmap>> found = new TreeMap<>();
    SortedMap<String, SortedMap<Integer, Roaring64Bitmap>> repeated = new TreeMap<>();
    long[] count = {0};
    rows.accept(
        (topicId, partition, offset) -> {
          count[0]++;
          Roaring64Bitmap offsets = bitmap(found, topicId, partition);
          if (offsets.contains(offset)) {
            bitmap(repeated, topicId, partition).addLong(offset);
          }
          offsets.addLong(offset);
        });
    return new TableOffsets(count[0], offsets(found), offsets(repeated));
  }

  private static Roaring64Bitmap bitmap(
      SortedMap<String, SortedMap<Integer, Roaring64Bitmap>> all, String topicId, int partition) {
    return all.computeIfAbsent(topicId, any -> new TreeMap<>())
        .computeIfAbsent(partition, any -> new Roaring64Bitmap());
  }

  private static SortedMap<String, SortedMap<Integer, Offsets>> offsets(
      SortedMap<String, SortedMap<Integer, Roaring64Bitmap>> bitmaps) {
    SortedMap<String, SortedMap<Integer, Offsets>> all = new TreeMap<>();
    bitmaps.forEach(
        (topicId, partitions) ->
            partitions.forEach(
                (partition, bitmap) -> add(all, topicId, partition, Offsets.copyOf(bitmap))));
    return all;
  }

  private static void add(
      SortedMap<String, SortedMap<Integer, Offsets>> all,
      String topicId,
      int partition,
      Offsets some) {
    if (!some.isEmpty()) {
      all.computeIfAbsent(topicId, any -> new TreeMap<>()).merge(partition, some, Offsets::plus);
    }
  }

  public Offsets of(String topicId, int partition) {
    SortedMap<Integer, Offsets> partitions = byTopicId.get(topicId);
    return partitions == null ? Offsets.NONE : partitions.getOrDefault(partition, Offsets.NONE);
  }

  /** The partitions that have rows of a topic id. */
  public SortedSet<Integer> partitions(String topicId) {
    SortedMap<Integer, Offsets> partitions = byTopicId.get(topicId);
    return partitions == null
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(partitions.keySet()));
  }

  /** The topic ids of the rows, other than this one. */
  public SortedSet<String> formerTopicIds(String topicId) {
    SortedSet<String> ids = new TreeSet<>(byTopicId.keySet());
    ids.remove(topicId);
    return ids;
  }

  /**
   * The offsets of both tables. An offset with a row in each is a duplicate, unless it is shared;
   * the number of rows is that of this table.
   *
   * @param shared the offsets that both tables may have
   */
  public TableOffsets with(TableOffsets other, TableOffsets shared) {
    SortedMap<String, SortedMap<Integer, Offsets>> all = new TreeMap<>();
    SortedMap<String, SortedMap<Integer, Offsets>> repeated = new TreeMap<>();
    for (TableOffsets one : List.of(this, other)) {
      each(one.byTopicId, (id, partition, some) -> add(all, id, partition, some));
      each(one.duplicates, (id, partition, some) -> add(repeated, id, partition, some));
    }
    each(
        byTopicId,
        (id, partition, some) ->
            add(
                repeated,
                id,
                partition,
                some.and(other.of(id, partition)).minus(shared.of(id, partition))));
    return new TableOffsets(rows, all, repeated);
  }

  /** The offsets that another table does not have; the number of rows is that of this table. */
  public TableOffsets minus(TableOffsets other) {
    SortedMap<String, SortedMap<Integer, Offsets>> left = new TreeMap<>();
    each(
        byTopicId,
        (id, partition, some) -> add(left, id, partition, some.minus(other.of(id, partition))));
    return new TableOffsets(rows, left, duplicates);
  }

  private interface Part {
    void accept(String topicId, int partition, Offsets offsets);
  }

  private static void each(SortedMap<String, SortedMap<Integer, Offsets>> all, Part action) {
    all.forEach(
        (topicId, partitions) ->
            partitions.forEach((partition, some) -> action.accept(topicId, partition, some)));
  }

  /**
   * @param where the tables, for the message
   * @throws HoleException if an offset has several rows
   */
  public void requireNoDuplicates(String where) {
    if (duplicates.isEmpty()) {
      return;
    }
    List<String> texts = new ArrayList<>();
    duplicates.forEach(
        (topicId, partitions) -> {
          OffsetList list = new OffsetList();
          partitions.forEach(list::add);
          texts.add(list + " of topic id " + topicId);
        });
    throw new HoleException(
        "Some offsets have more than one row in "
            + where
            + ": "
            + String.join("; ", texts)
            + ". Nothing was changed. Remove the duplicate rows with another tool, and run the"
            + " command again.");
  }
}
