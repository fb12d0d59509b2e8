package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.ClaimedOffsets;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Compares the positions with the ends of the partitions in Kafka. */
final class KafkaCheck {
  private KafkaCheck() {}

  /** A sentence for each position that is above the end of its partition. */
  static List<String> of(PinnedLake lake, LedgerClaims claims) {
    List<String> above = new ArrayList<>();
    for (PartitionClaim claim : claims.partitions().values()) {
      if (isAbove(claim, claim.bronze())) {
        above.add(sentence(lake.name(TableRole.BRONZE), claim, claim.bronze().next()));
      }
      if (isAbove(claim, claim.silver())) {
        above.add(sentence(lake.name(TableRole.SILVER), claim, claim.silver().next()));
      }
    }
    return above;
  }

  private static boolean isAbove(PartitionClaim claim, @Nullable ClaimedOffsets claimed) {
    return claimed != null && claim.kafkaEnd() != null && claimed.next() > claim.kafkaEnd();
  }

  private static String sentence(String table, PartitionClaim claim, long next) {
    return String.format(
        "%s is at offset %d of %s-%d, but in Kafka the partition ends at offset %d. Either Kafka has"
            + " lost messages (see \"Lost records\" in docs/operations.md), or the position was set"
            + " by hand: correct it with `k2 ledger set`.",
        table, next, claim.topic(), claim.id().number(), claim.kafkaEnd());
  }
}
