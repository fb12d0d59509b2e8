package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.ReadOffsetRanges;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import java.util.List;

/**
 * The plan of a cycle that reads Kafka, fixed before its pipeline is built.
 *
 * @param tasks the ranges of each task
 */
public record KafkaCyclePlan(
    KafkaConfig kafka,
    ReadOffsetRanges.Settings settings,
    List<List<NumberedRange>> tasks,
    CycleTables tables,
    CycleStamp stamp,
    CommitPlan commit) {

  public ReadOffsetRanges read() {
    return ReadOffsetRanges.of(kafka, settings, tasks);
  }
}
