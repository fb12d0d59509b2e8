package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.recorded.Provenance;
import com.k2.marketdata.verify.contents.recorded.SumRanges;
import com.k2.marketdata.verify.contents.recorded.TodaysRules;
import com.k2.marketdata.verify.contents.row.ExpectedRows;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What tasks need to compare contents.
 *
 * @param rules what messages are judged by
 * @param provenance which rows those rules judged
 * @param expected builds the rows that outcomes should have
 * @param claims what the ledgers claim, by partition
 * @param sums the running sums of bronze's ledgers
 * @param tables the pinned tables
 * @param kafka where bronze is compared with Kafka; null if Kafka is not available
 */
public record ContentPlan(
    Exchange exchange,
    TodaysRules rules,
    Provenance provenance,
    ExpectedRows expected,
    Map<PartitionId, PartitionClaim> claims,
    SumRanges sums,
    ByRole<ContentTable> tables,
    @Nullable KafkaConfig kafka)
    implements Serializable {

  /** The plan for pinned tables. */
  public static ContentPlan of(
      PinnedLake lake,
      Map<PartitionId, PartitionClaim> claims,
      TodaysRules rules,
      @Nullable KafkaConfig kafka) {
    Exchange exchange = lake.exchange();
    List<JudgedBy> judged = new ArrayList<>();
    for (String topic : lake.topics()) {
      lake.ledger(TableRole.SILVER, topic).map(Ledger::judged).ifPresent(judged::addAll);
    }
    return new ContentPlan(
        exchange,
        rules,
        Provenance.of(judged, rules),
        new ExpectedRows(
            exchange.name().toUpperCase(Locale.ROOT), exchange.bronzeTable(), rules.version()),
        Map.copyOf(claims),
        SumRanges.of(lake),
        ContentTable.of(lake),
        kafka);
  }

  /** What the ledgers claim of a partition. */
  public PartitionClaim claim(PartitionId partition) {
    return claims.getOrDefault(partition, PartitionClaim.unknown(partition));
  }

  /**
   * Whether the outcome of a message is compared: silver claims the offset, or it is of a topic
   * without a ledger. Dead letters may be ahead of silver, and are not compared there.
   */
  public boolean isJudged(PartitionId partition, long offset) {
    PartitionClaim claim = claims.get(partition);
    return claim == null || claim.silver() == null || claim.silver().contains(offset);
  }
}
