package com.k2.marketdata.cycle;

/**
 * What a runner observes of its running pipeline.
 *
 * @param progress a number that changes whenever progress is observed
 * @param state what the pipeline does or lacks, a sentence for messages
 * @param complete whether the runner observes every kind of progress, so that no change for a long
 *     time means a stall
 */
public record Activity(long progress, String state, boolean complete) {}
