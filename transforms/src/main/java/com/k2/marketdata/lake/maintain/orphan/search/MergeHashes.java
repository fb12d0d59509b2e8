package com.k2.marketdata.lake.maintain.orphan.search;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;

/** Merges sets of path hashes. */
public final class MergeHashes
    extends Combine.CombineFn<PathHashes, MergeHashes.Collected, PathHashes> {
  private static final long serialVersionUID = 1L;

  /** Hashes in no order. */
  static final class Collected implements Serializable {
    private static final long serialVersionUID = 1L;

    private long[] hashes = new long[16];
    private int size;

    private void add(PathHashes added) {
      reserve(added.size());
      added.copyTo(hashes, size);
      size += added.size();
    }

    private void add(Collected added) {
      reserve(added.size);
      System.arraycopy(added.hashes, 0, hashes, size, added.size);
      size += added.size;
    }

    private void reserve(int more) {
      if (size + more > hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(size + more, size + size / 2));
      }
    }

    private PathHashes result() {
      return PathHashes.of(Arrays.copyOf(hashes, size));
    }

    /** Runners compare accumulators to detect changes that are not allowed. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Collected collected
          && Arrays.equals(hashes, 0, size, collected.hashes, 0, collected.size);
    }

    @Override
    public int hashCode() {
      return size;
    }
  }

  @Override
  public Collected createAccumulator() {
    return new Collected();
  }

  @Override
  public Collected addInput(Collected collected, PathHashes input) {
    collected.add(input);
    return collected;
  }

  @Override
  public Collected mergeAccumulators(Iterable<Collected> parts) {
    Collected all = new Collected();
    parts.forEach(all::add);
    return all;
  }

  @Override
  public PathHashes extractOutput(Collected collected) {
    return collected.result();
  }

  @Override
  public Coder<Collected> getAccumulatorCoder(CoderRegistry registry, Coder<PathHashes> input) {
    return SerializableCoder.of(Collected.class);
  }

  @Override
  public Coder<PathHashes> getDefaultOutputCoder(CoderRegistry registry, Coder<PathHashes> input) {
    return SerializableCoder.of(PathHashes.class);
  }
}
