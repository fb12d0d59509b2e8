package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.CommittedMessages;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicIdentity;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What tasks need to judge blocks.
 *
 * @param claims what the ledgers claim, by partition
 * @param kafka where missing offsets are looked up; null if Kafka is not available
 */
public record VerifyPlan(Map<PartitionId, PartitionClaim> claims, @Nullable KafkaConfig kafka)
    implements Serializable {
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(60);

  public VerifyPlan {
    claims = Map.copyOf(claims);
  }

  /** The judge for a partition's blocks. */
  BlockJudge judge(PartitionId id) {
    PartitionClaim claim = claims.getOrDefault(id, PartitionClaim.unknown(id));
    TopicIdentity topic = new TopicIdentity("", claim.topic(), id.topicId());
    return new BlockJudge(
        claim,
        (range, offsets) ->
            new CommittedMessages(kafka, topic, KAFKA_TIMEOUT).list(range, offsets));
  }
}
