package com.k2.marketdata.cycle.plan;

import java.util.function.BiConsumer;
import org.apache.beam.sdk.Pipeline;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The steps of a cycle between its plan and its pipeline, fixed when it is planned.
 *
 * @param fingerprint identifies the rules that judge its messages; null if it writes only bronze
 * @param build adds the steps to an empty pipeline
 */
public record CycleSteps<P>(@Nullable String fingerprint, BiConsumer<Pipeline, P> build) {}
