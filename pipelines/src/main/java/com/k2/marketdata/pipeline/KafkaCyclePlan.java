package com.k2.marketdata.pipeline;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.ReadOffsetRanges;
import com.k2.marketdata.lake.CommitPlan;
import com.k2.marketdata.lake.CycleTables;
import com.k2.marketdata.lake.WriteStamp;
import java.util.List;

/**
 * A cycle from Kafka, with everything fixed before its pipeline is built.
 *
 * @param tasks what each reader reads
 */
record KafkaCyclePlan(
    KafkaConfig kafka,
    ReadOffsetRanges.Settings settings,
    List<List<NumberedRange>> tasks,
    CycleTables tables,
    WriteStamp stamp,
    CommitPlan commit) {

  ReadOffsetRanges read() {
    return ReadOffsetRanges.of(kafka, settings, tasks);
  }
}
