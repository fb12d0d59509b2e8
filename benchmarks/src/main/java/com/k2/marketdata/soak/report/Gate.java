package com.k2.marketdata.soak.report;

import com.k2.marketdata.soak.sample.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run must show at the original's rates: memory that does not grow, enough headroom, no
 * restarts, cycles within their trigger, and few dead letters.
 */
public final class Gate {
  private static final double MAX_GROWTH_PERCENT = 2;
  private static final double MAX_PERCENT_OF_LIMIT = 80;
  private static final double MAX_DEAD_LETTERS_PERCENT = 0.1;

  private final List<String> violations = new ArrayList<>();

  private Gate() {}

  /** A sentence for each rule that the memory of a process violates. */
  public static List<String> memory(List<ProcessFigures> processes) {
    Gate gate = new Gate();
    processes.stream().filter(process -> process.kind().isJudged()).forEach(gate::judge);
    for (Kind kind : List.of(Kind.DRIVER, Kind.EXECUTOR, Kind.DAEMON)) {
      gate.require(
          processes.stream().anyMatch(process -> process.kind() == kind),
          "No process of the kind %s was sampled.",
          kind.name().toLowerCase(Locale.ROOT));
    }
    return gate.violations;
  }

  /** A sentence for each rule that the cycles violate. */
  public static List<String> cycles(List<LaneFigures> lanes) {
    Gate gate = new Gate();
    lanes.forEach(gate::judge);
    List<LaneFigures> judging = lanes.stream().filter(lane -> lane.accepted() > 0).toList();
    long rejected = judging.stream().mapToLong(LaneFigures::rejected).sum();
    long all = rejected + judging.stream().mapToLong(LaneFigures::accepted).sum();
    double percent = 100.0 * rejected / Math.max(1, all);
    gate.require(
        percent < MAX_DEAD_LETTERS_PERCENT,
        "%.3f %% of the messages are dead letters, and must be less than %.1f %%.",
        percent,
        MAX_DEAD_LETTERS_PERCENT);
    return gate.violations;
  }

  private void judge(ProcessFigures process) {
    require(process.fromBegin(), "%s (process %d) was started during the run.", process);
    require(process.untilEnd(), "%s (process %d) ended during the run.", process);
    process
        .peakPercent()
        .ifPresent(
            percent ->
                require(
                    percent < MAX_PERCENT_OF_LIMIT,
                    "%s used %.0f MB, which is %.0f %% of its limit of %d MB; it must be less than"
                        + " %.0f %%.",
                    process.name(),
                    process.peakMegabytes(),
                    percent,
                    process.limitMegabytes(),
                    MAX_PERCENT_OF_LIMIT));
    process
        .resident()
        .ifPresentOrElse(
            thirds -> growth(process, "The largest resident memory", thirds),
            () -> tooShort(process, "samples"));
    if (process.kind().hasHeapLog()) {
      process
          .heap()
          .ifPresentOrElse(
              thirds -> growth(process, "The heap after full collections", thirds),
              () -> tooShort(process, "full collections"));
    }
  }

  private void growth(ProcessFigures process, String what, Thirds thirds) {
    require(
        thirds.growthPercent() <= MAX_GROWTH_PERCENT,
        "%s of %s grew by %.1f %% from the middle third (%.1f MB) to the last one (%.1f MB); it"
            + " may grow by %.0f %%.",
        what,
        process.name(),
        thirds.growthPercent(),
        thirds.middle(),
        thirds.last(),
        MAX_GROWTH_PERCENT);
  }

  private void tooShort(ProcessFigures process, String what) {
    require(
        false,
        "%s has fewer than two %s in a third of the run. Run for more minutes.",
        process.name(),
        what);
  }

  private void judge(LaneFigures lane) {
    require(lane.inLastThird() > 0, "%s had no cycle in the last third of the run.", lane.lane());
    require(
        lane.maxMillis() < lane.triggerMillis(),
        "A cycle of %s took %,d ms; it must be shorter than the trigger of %,d ms.",
        lane.lane(),
        lane.maxMillis(),
        lane.triggerMillis());
  }

  private void require(boolean holds, String sentence, ProcessFigures process) {
    require(holds, sentence, process.name(), process.pid());
  }

  private void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      String text = String.format(Locale.ROOT, sentence, values);
      violations.add(text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
    }
  }
}
