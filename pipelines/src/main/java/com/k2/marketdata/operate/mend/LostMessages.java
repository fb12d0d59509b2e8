package com.k2.marketdata.operate.mend;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.read.BronzeMessages;
import com.k2.marketdata.lake.read.BronzeSelection;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.OffsetList;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The messages between the position of the dead letters and silver's that are in neither table.
 *
 * @param found those that bronze or Kafka still has, by partition and offset
 * @param unknown the offsets where neither can say whether there was a message
 */
record LostMessages(List<KafkaMessage> found, OffsetList unknown) {

  /**
   * @param kafka where messages that bronze does not have are read
   */
  static LostMessages find(ExchangeLake lake, Ledger silver, Optional<KafkaLog> kafka) {
    SortedMap<Integer, Offsets> gaps = gaps(lake, silver);
    SortedMap<Integer, SortedMap<Long, KafkaMessage>> found = new TreeMap<>();
    lake.bronze()
        .filter(bronze -> bronze.table().currentSnapshot() != null)
        .ifPresent(bronze -> readBronze(bronze, silver, gaps, found));
    OffsetList unknown = new OffsetList();
    gaps.forEach(
        (partition, gap) -> {
          SortedMap<Long, KafkaMessage> messages =
              found.computeIfAbsent(partition, any -> new TreeMap<>());
          Offsets left = gap.minus(offsets(messages.keySet()));
          if (!left.isEmpty()) {
            Offsets readable =
                kafka
                    .map(log -> log.read(partition, left, m -> messages.put(m.offset(), m)))
                    .orElse(Offsets.NONE);
            unknown.add(partition, left.minus(readable));
          }
        });
    List<KafkaMessage> all = new ArrayList<>();
    found.values().forEach(messages -> all.addAll(messages.values()));
    return new LostMessages(all, unknown);
  }

  /**
   * @throws HoleException unless there are as many messages as silver has recorded dead letters
   */
  void requireCount(DeadLetterIntent intent) {
    if (found.size() == intent.rows()) {
      return;
    }
    String lost =
        "Cycle " + intent.cycle() + " had " + intent.rows() + " dead letters that are lost, but ";
    if (found.size() > intent.rows()) {
      throw new HoleException(
          lost
              + found.size()
              + " messages are in neither silver nor the dead letters, so silver has lost rows too."
              + " They are among "
              + missing(found)
              + ". No dead letters were appended. Restore silver's rows, or roll silver back with"
              + " `k2 rollback` to a time before that cycle.");
    }
    throw new HoleException(
        lost
            + "only "
            + found.size()
            + " of the messages that are missing from both tables are still in bronze or Kafka"
            + (unknown.isEmpty() ? "" : "; neither has " + unknown)
            + ". No dead letters were appended. Restore these messages in bronze, or roll silver"
            + " back with `k2 rollback` to a time before that cycle.");
  }

  /** The offsets of messages, for an error message. */
  static OffsetList missing(List<KafkaMessage> messages) {
    SortedMap<Integer, List<Long>> offsets = new TreeMap<>();
    messages.forEach(
        message ->
            offsets
                .computeIfAbsent(message.partition(), any -> new ArrayList<>())
                .add(message.offset()));
    OffsetList missing = new OffsetList();
    offsets.forEach((partition, some) -> missing.add(partition, offsets(some)));
    return missing;
  }

  private static SortedMap<Integer, Offsets> gaps(ExchangeLake lake, Ledger silver) {
    TableOffsets rows = new LakeOffsets(lake).outcomes();
    Ledger deadLetters = lake.tables().require(TableRole.DEAD_LETTERS).ledger().orElseThrow();
    boolean sameTopic = deadLetters.topicId().equals(silver.topicId());
    SortedMap<Integer, Offsets> gaps = new TreeMap<>();
    silver
        .next()
        .forEach(
            (partition, next) -> {
              long first = silver.first().getOrDefault(partition, 0L);
              long from = sameTopic ? Math.max(first, deadLetters.next(partition)) : first;
              Offsets gap =
                  Offsets.range(from, next)
                      .minus(rows.of(silver.topicId(), partition))
                      .minus(KnownPositions.skipped(silver, partition));
              if (!gap.isEmpty()) {
                gaps.put(partition, gap);
              }
            });
    return gaps;
  }

  private static void readBronze(
      ExchangeLake.Named bronze,
      Ledger silver,
      SortedMap<Integer, Offsets> gaps,
      SortedMap<Integer, SortedMap<Long, KafkaMessage>> found) {
    List<OffsetRange> ranges = new ArrayList<>();
    gaps.forEach(
        (partition, gap) -> ranges.add(new OffsetRange(partition, gap.first(), gap.end())));
    BronzeMessages.read(
        bronze.table(),
        new BronzeSelection(bronze.topic(), silver.topicId(), ranges),
        message -> {
          if (gaps.get(message.partition()).contains(message.offset())) {
            found
                .computeIfAbsent(message.partition(), any -> new TreeMap<>())
                .put(message.offset(), message);
          }
        });
  }

  private static Offsets offsets(Collection<Long> some) {
    Roaring64Bitmap bitmap = new Roaring64Bitmap();
    some.forEach(bitmap::addLong);
    return Offsets.copyOf(bitmap);
  }
}
