package com.k2.marketdata.soak.report;

import com.k2.marketdata.bench.report.Machine;
import java.util.List;

/**
 * The figures of a run.
 *
 * @param load the multiple of the original's rates
 * @param backlog the messages that were published before the jobs began; 0 if they were published
 *     while the jobs ran
 * @param snapshots the snapshots that each table had at the beginning
 * @param seconds how long processes were sampled
 * @param messages that were published
 * @param failedCycles cycles that failed and were retried
 * @param verified whether the verification of all tables was clean
 * @param violations a sentence for each rule of the gate that does not hold
 */
public record SoakReport(
    String plan,
    double load,
    long backlog,
    int snapshots,
    long seconds,
    long messages,
    Machine machine,
    List<ProcessFigures> processes,
    List<LaneFigures> lanes,
    long failedCycles,
    boolean verified,
    List<String> violations) {}
