package com.k2.marketdata.soak.report;

import com.k2.marketdata.soak.sample.CycleSample;
import com.k2.marketdata.soak.sample.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cycles of one pipeline and exchange.
 *
 * @param triggerMillis the time between the starts of two cycles
 * @param inLastThird how many of the cycles were in the last third of the run
 * @param rejected how many messages became dead letters
 */
public record LaneFigures(
    String lane,
    long triggerMillis,
    int cycles,
    int inLastThird,
    long read,
    long accepted,
    long rejected,
    long medianMillis,
    long p99Millis,
    long maxMillis,
    long lag) {

  /** The figures of a run, with a line for each lane that has a trigger, also without cycles. */
  public static List<LaneFigures> of(Recording run, Map<String, Duration> triggers) {
    return new TreeMap<>(triggers)
        .entrySet().stream()
            .map(
                lane ->
                    of(
                        run,
                        lane.getKey(),
                        lane.getValue(),
                        run.cycles().stream()
                            .filter(cycle -> cycle.lane().equals(lane.getKey()))
                            .toList()))
            .toList();
  }

  private static LaneFigures of(
      Recording run, String lane, Duration trigger, List<CycleSample> cycles) {
    long[] millis = cycles.stream().mapToLong(CycleSample::millis).sorted().toArray();
    return new LaneFigures(
        lane,
        trigger.toMillis(),
        cycles.size(),
        (int) cycles.stream().filter(cycle -> run.third(cycle.time()) == 2).count(),
        cycles.stream().mapToLong(CycleSample::read).sum(),
        cycles.stream().mapToLong(CycleSample::accepted).sum(),
        cycles.stream().mapToLong(CycleSample::rejected).sum(),
        quantile(millis, 0.5),
        quantile(millis, 0.99),
        quantile(millis, 1),
        cycles.isEmpty() ? 0 : cycles.get(cycles.size() - 1).lag());
  }

  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
