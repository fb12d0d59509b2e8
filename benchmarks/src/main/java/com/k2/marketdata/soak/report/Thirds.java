package com.k2.marketdata.soak.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** One figure of each third of a run, in megabytes. */
public record Thirds(double first, double middle, double last) {
  private static final int LEAST = 2;

  /**
   * The figures of some values; empty if a third has fewer than two.
   *
   * @param third the third of a value, 0 to 2
   * @param figure what to take of the values of a third
   */
  static <T> Optional<Thirds> of(
      List<T> values, ToIntFunction<T> third, Function<List<T>, Double> figure) {
    List<List<T>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    values.forEach(value -> parts.get(third.applyAsInt(value)).add(value));
    return parts.stream().allMatch(part -> part.size() >= LEAST)
        ? Optional.of(
            new Thirds(
                figure.apply(parts.get(0)), figure.apply(parts.get(1)), figure.apply(parts.get(2))))
        : Optional.empty();
  }

  /** The largest value. */
  static <T> Function<List<T>, Double> largest(ToDoubleFunction<T> of) {
    return values -> values.stream().mapToDouble(of).max().orElseThrow();
  }

  /** The smallest value. */
  static <T> Function<List<T>, Double> smallest(ToDoubleFunction<T> of) {
    return values -> values.stream().mapToDouble(of).min().orElseThrow();
  }

  /** How much more the last third has than the middle one, in percent; negative if it has less. */
  public double growthPercent() {
    return 100 * (last - middle) / middle;
  }
}
