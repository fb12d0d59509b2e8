package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.LinkedHashMap;
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
 * The offsets that the ledgers of an exchange's tables claim to be in the tables.
 *
 * @param partitions the claims, by partition
 * @param kafka by topic, a sentence that says whether missing offsets can be looked up in Kafka
 */
public record LedgerClaims(
    SortedMap<PartitionId, PartitionClaim> partitions, SortedMap<String, String> kafka) {

  public static LedgerClaims of(PinnedLake lake, @Nullable KafkaConfig kafka) {
    SortedMap<PartitionId, PartitionClaim> claims = new TreeMap<>();
    SortedMap<String, String> notes = new TreeMap<>();
    for (String topic : lake.topics()) {
      for (Ledger ledger : ledgerByTopicId(lake, topic)) {
        KafkaAccess access = KafkaAccess.to(kafka, topic, ledger);
        notes.merge(topic, access.note(), LedgerClaims::both);
        of(lake, topic, ledger.topicId(), access).forEach(claim -> claims.put(claim.id(), claim));
      }
    }
    return new LedgerClaims(claims, notes);
  }

  private static String both(String first, String second) {
    return first.equals(second) ? first : first + " " + second;
  }

  /** One ledger per topic id. There are two ids if only one table has moved to a new topic. */
  private static Iterable<Ledger> ledgerByTopicId(PinnedLake lake, String topic) {
    Map<String, Ledger> byId = new LinkedHashMap<>();
    Stream.of(lake.ledger(TableRole.BRONZE, topic), lake.ledger(TableRole.SILVER, topic))
        .flatMap(Optional::stream)
        .forEach(ledger -> byId.put(ledger.topicId(), ledger));
    return byId.values();
  }

  private static Set<PartitionClaim> of(
      PinnedLake lake, String topic, String topicId, KafkaAccess access) {
    Ledger bronze = ofTopic(lake.ledger(TableRole.BRONZE, topic), topicId);
    Ledger silver = ofTopic(lake.ledger(TableRole.SILVER, topic), topicId);
    Set<Integer> partitions = new TreeSet<>();
    Stream.of(bronze, silver)
        .flatMap(Stream::ofNullable)
        .forEach(ledger -> partitions.addAll(ledger.next().keySet()));
    Set<PartitionClaim> all = new LinkedHashSet<>();
    for (int partition : partitions) {
      all.add(
          new PartitionClaim(
              new PartitionId(topicId, partition),
              topic,
              bronze == null ? null : ClaimedOffsets.of(bronze, partition),
              silver == null ? null : ClaimedOffsets.of(silver, partition),
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
