package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.TableRole;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * The offsets that each table has in one range of {@value #SIZE} offsets of a partition. Such a
 * range fills one container of a bitmap: at most 8 kB, and a few bytes if there are no gaps.
 */
public final class Block {
  public static final int SIZE = 1 << 16;

  private static final int REPLAYED = TableRole.values().length;

  /** By the ordinal of the table; then the replayed ones. */
  private final OffsetSet[] sets;

  public Block() {
    this.sets = new OffsetSet[REPLAYED + 1];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = new OffsetSet();
    }
  }

  public OffsetSet of(TableRole table) {
    return sets[table.ordinal()];
  }

  /** The offsets of silver's rows that a replay added; {@link #of} has them too. */
  public OffsetSet replayed() {
    return sets[REPLAYED];
  }

  public void add(Block other) {
    for (int i = 0; i < sets.length; i++) {
      sets[i].add(other.sets[i]);
    }
  }

  /** Encodes a block. */
  public static final class BlockCoder extends AtomicCoder<Block> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Block block, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      for (OffsetSet set : block.sets) {
        set.write(data);
      }
      data.flush();
    }

    @Override
    public Block decode(InputStream in) throws IOException {
      Block block = new Block();
      DataInputStream data = new DataInputStream(in);
      for (int i = 0; i < block.sets.length; i++) {
        block.sets[i] = OffsetSet.read(data);
      }
      return block;
    }
  }
}
