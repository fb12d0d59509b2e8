package com.k2.marketdata.torture.report;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.FaultKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Everything that happened in a run. */
public final class Tally {
  private final List<Hit> hits = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private @Nullable CheckResult last;
  private int checks;

  /** Adds a fault that happened. */
  public void add(Hit hit) {
    hits.add(hit);
  }

  /** Adds the result of a check. */
  public void add(CheckResult checked) {
    last = checked;
    checks++;
  }

  /** Adds something else that must not happen, as a sentence. */
  public void finding(String sentence) {
    findings.add(sentence);
  }

  /** The faults so far, in order. */
  public List<Hit> hits() {
    return List.copyOf(hits);
  }

  /** Whether the last check was clean and no driver ended or stalled unexpectedly. */
  public boolean isClean() {
    return findings.isEmpty() && (last == null || last.isClean());
  }

  /** The number of faults of a kind in a window. */
  public long count(FaultKind kind, Window window) {
    return hits.stream()
        .filter(hit -> hit.fault().kind() == kind && hit.window() == window)
        .count();
  }

  /** The number of faults of a kind. */
  public long count(FaultKind kind) {
    return hits.stream().filter(hit -> hit.fault().kind() == kind).count();
  }

  /** A sentence for each window that was hit less often than required; or one if none was hit. */
  public List<String> missing(Collection<Window> windows, int minimum) {
    if (counted() == 0) {
      return List.of("No kill or suspension hit a driver within a cycle. Run for more minutes.");
    }
    return windows.stream()
        .filter(window -> counted(window) < minimum)
        .map(
            window ->
                "The window '"
                    + window.description()
                    + "' was hit by "
                    + counted(window)
                    + " of the "
                    + minimum
                    + " kills and suspensions that --minPerWindow requires. Run for more minutes.")
        .toList();
  }

  /** The number of faults that count, in all windows. */
  public long counted() {
    return hits.stream().filter(Hit::counts).count();
  }

  long counted(Window window) {
    return hits.stream().filter(hit -> hit.counts() && hit.window() == window).count();
  }

  Optional<CheckResult> lastCheck() {
    return Optional.ofNullable(last);
  }

  int checks() {
    return checks;
  }

  List<String> findings() {
    return List.copyOf(findings);
  }
}
