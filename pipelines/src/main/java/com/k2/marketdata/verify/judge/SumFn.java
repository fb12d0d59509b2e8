package com.k2.marketdata.verify.judge;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up what is a sum of its like from the beginning. */
abstract class SumFn<T> extends CombineFn<T, T, T> {
  private static final long serialVersionUID = 1L;

  /** Adds a piece to a sum, which is made by {@link #createAccumulator()}. */
  abstract void add(T sum, T piece);

  @Override
  public final T addInput(T sum, T piece) {
    add(sum, piece);
    return sum;
  }

  @Override
  public final T mergeAccumulators(Iterable<T> sums) {
    T all = createAccumulator();
    sums.forEach(sum -> add(all, sum));
    return all;
  }

  @Override
  public final T extractOutput(T sum) {
    return sum;
  }

  @Override
  public final Coder<T> getAccumulatorCoder(CoderRegistry registry, Coder<T> input) {
    return input;
  }

  @Override
  public final Coder<T> getDefaultOutputCoder(CoderRegistry registry, Coder<T> input) {
    return input;
  }
}
