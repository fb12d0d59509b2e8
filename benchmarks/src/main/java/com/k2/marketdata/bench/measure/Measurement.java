package com.k2.marketdata.bench.measure;

/**
 * The cost of one run of a job, between its marks {@code @begin} and {@code @end}.
 *
 * @param seconds as reported by the job, otherwise the time between the marks
 * @param cpuSeconds user and system time of the job's process
 * @param jitSeconds the part of cpuSeconds spent in compiler threads
 * @param gcSeconds the part of cpuSeconds spent in garbage collector threads
 * @param otherCpuSeconds CPU time of all other processes except the broker in that time
 * @param brokerCpuSeconds CPU time of the broker in that time
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

  /** Records per second. */
  public double recordsPerSecond() {
    return records / seconds;
  }

  /** CPU time per record, in microseconds. */
  public double cpuMicrosPerRecord() {
    return cpuSeconds * 1e6 / records;
  }
}
