package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Sorts numbers into blocks, with a bounded number of them open: the least recently used one is
 * given away for another. A block may so be given away in several pieces, to be added up later. For
 * one thread.
 */
final class OpenBlocks {
  private final Axis axis;
  private final TableRole table;
  private final int mostOpen;
  private final BiConsumer<BlockKey, Block> closed;
  private final Map<BlockKey, Block> open = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable BlockKey lastKey;
  private OffsetSet last = new OffsetSet();

  OpenBlocks(Axis axis, TableRole table, int mostOpen, BiConsumer<BlockKey, Block> closed) {
    this.axis = axis;
    this.table = table;
    this.mostOpen = mostOpen;
    this.closed = closed;
  }

  void add(String series, int partition, long number) {
    long block = number / Block.SIZE;
    // Rows mostly follow each other in the same block.
    if (lastKey == null
        || lastKey.number() != block
        || lastKey.partition() != partition
        || !lastKey.series().equals(series)) {
      turnTo(new BlockKey(axis, series, partition, block));
    }
    last.add((int) (number % Block.SIZE));
  }

  /** Gives all away. */
  void flush() {
    open.forEach(closed);
    open.clear();
    lastKey = null;
  }

  private void turnTo(BlockKey key) {
    last = open.computeIfAbsent(key, any -> new Block()).of(table);
    lastKey = key;
    if (open.size() > mostOpen) {
      Iterator<Map.Entry<BlockKey, Block>> leastRecentFirst = open.entrySet().iterator();
      Map.Entry<BlockKey, Block> eldest = leastRecentFirst.next();
      closed.accept(eldest.getKey(), eldest.getValue());
      leastRecentFirst.remove();
    }
  }
}
