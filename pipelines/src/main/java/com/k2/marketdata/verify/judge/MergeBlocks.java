package com.k2.marketdata.verify.judge;

import com.k2.marketdata.verify.scan.Block;

/** Merges the pieces of a block. */
final class MergeBlocks extends SumFn<Block> {
  private static final long serialVersionUID = 1L;

  @Override
  public Block createAccumulator() {
    return new Block();
  }

  @Override
  protected void add(Block sum, Block piece) {
    sum.add(piece);
  }
}
