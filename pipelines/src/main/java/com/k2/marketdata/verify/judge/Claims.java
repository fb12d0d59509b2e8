package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the ledgers of an exchange's tables claim, per partition.
 *
 * @param kafka whether missing offsets of a topic can be looked up, in words
 */
public record Claims(SortedMap<Series.Id, Series> series, SortedMap<String, String> kafka) {

  public static Claims of(PinnedLake lake, @Nullable KafkaConfig kafka) {
    SortedMap<Series.Id, Series> series = new TreeMap<>();
    SortedMap<String, String> notes = new TreeMap<>();
    for (String topic : lake.topics()) {
      for (Ledger ledger : identities(lake, topic)) {
        KafkaAccess access = KafkaAccess.to(kafka, topic, ledger);
        notes.put(topic, access.note());
        of(lake, topic, ledger.topicId(), access).forEach(one -> series.put(one.id(), one));
      }
    }
    return new Claims(series, notes);
  }

  /** One ledger for each topic id that the tables are at; usually that is the same one. */
  private static Iterable<Ledger> identities(PinnedLake lake, String topic) {
    Map<String, Ledger> byId = new HashMap<>();
    Stream.of(lake.ledger(TableRole.BRONZE, topic), lake.ledger(TableRole.SILVER, topic))
        .flatMap(Optional::stream)
        .forEach(ledger -> byId.put(ledger.topicId(), ledger));
    return byId.values();
  }

  private static Set<Series> of(PinnedLake lake, String topic, String topicId, KafkaAccess access) {
    Ledger bronze = ofTopic(lake.ledger(TableRole.BRONZE, topic), topicId);
    Ledger silver = ofTopic(lake.ledger(TableRole.SILVER, topic), topicId);
    Set<Integer> partitions = new TreeSet<>();
    Stream.of(bronze, silver)
        .flatMap(Stream::ofNullable)
        .forEach(ledger -> partitions.addAll(ledger.next().keySet()));
    Set<Series> all = new LinkedHashSet<>();
    for (int partition : partitions) {
      all.add(
          new Series(
              new Series.Id(topicId, partition),
              topic,
              bronze == null ? null : Span.of(bronze, partition),
              silver == null ? null : Span.of(silver, partition),
              deadLettersEnd(lake, topic, silver, partition),
              access.end().get(partition)));
    }
    return all;
  }

  private static long deadLettersEnd(
      PinnedLake lake, String topic, @Nullable Ledger silver, int partition) {
    Ledger own =
        silver == null
            ? null
            : ofTopic(lake.ledger(TableRole.DEAD_LETTERS, topic), silver.topicId());
    if (own == null) {
      return Long.MAX_VALUE;
    }
    return lake.deadLetterState(topic).equals(Optional.of(DeadLetterState.PENDING))
        ? silver.next(partition)
        : own.next(partition);
  }

  private static @Nullable Ledger ofTopic(Optional<Ledger> ledger, String topicId) {
    return ledger.filter(found -> found.topicId().equals(topicId)).orElse(null);
  }
}
