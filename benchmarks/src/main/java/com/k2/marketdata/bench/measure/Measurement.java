package com.k2.marketdata.bench.measure;

/**
 * What one run of a job took, between its marks {@code @begin} and {@code @end}.
 *
 * @param seconds by the job's own account if it gave one, else between the marks
 * @param cpuSeconds user and system time of the job's process
 * @param jitSeconds of it, that of the compilers
 * @param gcSeconds of it, that of the garbage collector
 * @param otherCpuSeconds what everybody else on the machine used meanwhile, without the broker
 * @param brokerCpuSeconds what the broker used meanwhile
 */
public record Measurement(
    String job,
    int round,
    long records,
    double seconds,
    double cpuSeconds,
    double jitSeconds,
    double gcSeconds,
    double otherCpuSeconds,
    double brokerCpuSeconds,
    long peakRssBytes,
    long commits,
    long files,
    long bytes,
    String note) {

  /** How many records a second. */
  public double recordsPerSecond() {
    return records / seconds;
  }

  /** CPU time per record, in microseconds. */
  public double cpuMicrosPerRecord() {
    return cpuSeconds * 1e6 / records;
  }
}
