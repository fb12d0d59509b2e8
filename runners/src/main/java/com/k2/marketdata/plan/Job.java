package com.k2.marketdata.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Spark application that runs one pipeline.
 *
 * @param partitions the number of partitions of each topic
 * @param rate the messages per second of all its exchanges together
 * @param recordBytes the mean size of a message in bytes
 * @param trigger the time between the starts of two cycles
 * @param maxRecordsPerCycle the option of the same name; absent if the job runs with its default
 */
public record Job(
    String name,
    String pipeline,
    List<String> exchanges,
    int partitions,
    Driver driver,
    Executor executor,
    int rate,
    int recordBytes,
    Duration trigger,
    OptionalLong maxRecordsPerCycle,
    Optional<MeasuredCycle> measured) {}
