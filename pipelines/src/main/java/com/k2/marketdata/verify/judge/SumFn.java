package com.k2.marketdata.verify.judge;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Sums values of one type. */
public abstract class SumFn<T> extends CombineFn<T, T, T> {
  private static final long serialVersionUID = 1L;

  /** Adds a value to a sum, which {@link #createAccumulator()} has created. */
  protected abstract void add(T sum, T value);

  @Override
  public final T addInput(T sum, T value) {
    add(sum, value);
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
