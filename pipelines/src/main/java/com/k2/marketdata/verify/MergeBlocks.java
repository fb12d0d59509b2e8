package com.k2.marketdata.verify;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up the pieces of a block. */
final class MergeBlocks extends CombineFn<Block, Block, Block> {
  private static final long serialVersionUID = 1L;

  @Override
  public Block createAccumulator() {
    return new Block();
  }

  @Override
  public Block addInput(Block sum, Block piece) {
    sum.add(piece);
    return sum;
  }

  @Override
  public Block mergeAccumulators(Iterable<Block> sums) {
    Block all = new Block();
    sums.forEach(all::add);
    return all;
  }

  @Override
  public Block extractOutput(Block sum) {
    return sum;
  }

  @Override
  public Coder<Block> getAccumulatorCoder(CoderRegistry registry, Coder<Block> input) {
    return input;
  }

  @Override
  public Coder<Block> getDefaultOutputCoder(CoderRegistry registry, Coder<Block> input) {
    return input;
  }
}
