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

  private final OffsetSet[] byTable;

  public Block() {
    this.byTable = new OffsetSet[TableRole.values().length];
    for (int i = 0; i < byTable.length; i++) {
      byTable[i] = new OffsetSet();
    }
  }

  public OffsetSet of(TableRole table) {
    return byTable[table.ordinal()];
  }

  public void add(Block other) {
    for (int i = 0; i < byTable.length; i++) {
      byTable[i].add(other.byTable[i]);
    }
  }

  /** Encodes a block. */
  public static final class BlockCoder extends AtomicCoder<Block> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Block block, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      for (OffsetSet set : block.byTable) {
        set.write(data);
      }
      data.flush();
    }

    @Override
    public Block decode(InputStream in) throws IOException {
      Block block = new Block();
      DataInputStream data = new DataInputStream(in);
      for (int i = 0; i < block.byTable.length; i++) {
        block.byTable[i] = OffsetSet.read(data);
      }
      return block;
    }
  }
}
