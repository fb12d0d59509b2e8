package com.k2.marketdata.plan.report;

import com.k2.marketdata.plan.MemorySize;
import java.util.List;
import java.util.Optional;

/**
 * A container with its contents. All sizes are in megabytes.
 *
 * @param field the field of the plan that sets the limit
 * @param ownSize whether the limit is defined as the budget (a driver), so that only the measured
 *     use can exceed it
 * @param measured the measured use with the files in memory; empty if a process was not measured
 */
public record Container(
    String name,
    String field,
    int limit,
    boolean ownSize,
    int budget,
    Optional<Integer> measured,
    List<Part> parts) {
  /** A plan aims at this share of a limit, so that a quarter is free. */
  static final int TARGET_PERCENT = 75;

  /**
   * A process, or files in memory.
   *
   * @param heap 0 for files
   * @param overhead what it needs outside of the heap, or the size of the files
   */
  public record Part(String name, int heap, int overhead, Optional<Integer> measured) {

    public int budget() {
      return heap + overhead;
    }
  }

  static Container of(
      String name, String field, MemorySize limit, boolean ownSize, List<Part> parts) {
    boolean complete = parts.stream().allMatch(part -> part.measured.isPresent());
    int used = parts.stream().mapToInt(part -> part.measured.orElse(0)).sum();
    return new Container(
        name,
        field,
        limit.megabytes(),
        ownSize,
        parts.stream().mapToInt(Part::budget).sum(),
        complete ? Optional.of(used) : Optional.empty(),
        List.copyOf(parts));
  }

  /** The budget in percent of the limit. */
  public int budgetPercent() {
    return percent(budget);
  }

  /** The measured use in percent of the limit. */
  public Optional<Integer> measuredPercent() {
    return measured.map(this::percent);
  }

  private int percent(int size) {
    return (int) ((size * 100L + limit - 1) / limit);
  }

  /** The smallest limit with which this size is within the target. */
  static int withHeadroom(int size) {
    return (int) ((size * 100L + TARGET_PERCENT - 1) / TARGET_PERCENT);
  }
}
