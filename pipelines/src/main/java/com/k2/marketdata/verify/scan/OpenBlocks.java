package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Sorts numbers into blocks and keeps a bounded number of blocks open: beyond that, the least
 * recently used one is emitted. A block may therefore be emitted in several pieces, which are
 * merged later. Not thread-safe.
 */
final class OpenBlocks {
  private final Axis axis;
  private final TableRole table;
  private final int maxOpen;
  private final BiConsumer<BlockKey, Block> output;
  private final Map<BlockKey, Block> open = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable BlockKey lastKey;
  private Block last = new Block();

  OpenBlocks(Axis axis, TableRole table, int maxOpen, BiConsumer<BlockKey, Block> output) {
    this.axis = axis;
    this.table = table;
    this.maxOpen = maxOpen;
    this.output = output;
  }

  void add(String series, int partition, long number) {
    block(series, partition, number).of(table).add(position(number));
  }

  /** Adds the offset of a row that a replay added. */
  void addReplayed(String series, int partition, long number) {
    add(series, partition, number);
    last.replayed().add(position(number));
  }

  private static int position(long number) {
    return (int) (number % Block.SIZE);
  }

  private Block block(String series, int partition, long number) {
    long block = number / Block.SIZE;
    // Successive rows are mostly in the same block.
    if (lastKey == null
        || lastKey.number() != block
        || lastKey.partition() != partition
        || !lastKey.series().equals(series)) {
      switchTo(new BlockKey(axis, series, partition, block));
    }
    return last;
  }

  /** Emits all open blocks. */
  void flush() {
    open.forEach(output);
    open.clear();
    lastKey = null;
  }

  private void switchTo(BlockKey key) {
    last = open.computeIfAbsent(key, any -> new Block());
    lastKey = key;
    if (open.size() > maxOpen) {
      Iterator<Map.Entry<BlockKey, Block>> leastRecentFirst = open.entrySet().iterator();
      Map.Entry<BlockKey, Block> eldest = leastRecentFirst.next();
      output.accept(eldest.getKey(), eldest.getValue());
      leastRecentFirst.remove();
    }
  }
}
