package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.CommittedOffsets;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicIdentity;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What blocks are judged by.
 *
 * @param series what the ledgers say, per partition
 * @param kafka where missing offsets are looked up; null if nowhere
 */
public record VerifyPlan(Map<Series.Id, Series> series, @Nullable KafkaConfig kafka)
    implements Serializable {
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(60);

  public VerifyPlan {
    series = Map.copyOf(series);
  }

  /** The judge of a partition's blocks. */
  BlockJudge judge(Series.Id id) {
    Series known = series.getOrDefault(id, Series.unknown(id));
    TopicIdentity topic = new TopicIdentity("", known.topic(), id.topicId());
    return new BlockJudge(
        known,
        (range, offsets) -> new CommittedOffsets(kafka, topic, KAFKA_TIMEOUT).list(range, offsets));
  }
}
