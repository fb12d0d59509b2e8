package com.k2.marketdata.kafka;

import com.k2.marketdata.message.ItemReader;
import com.k2.marketdata.message.ReadItem;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads a task's ranges with a consumer of this JVM's pool. Gives the consumer back if everything
 * was read, and closes it otherwise: it may be in any state after a failure. For one thread.
 */
final class LeasedRangeReader implements ItemReader {
  private final ConsumerPool.Lease lease;
  private final RangeReader reader;
  private boolean atEnd;

  LeasedRangeReader(
      KafkaConfig kafka, ReadOffsetRanges.Settings settings, List<NumberedRange> ranges) {
    this.lease = ConsumerPool.lease(kafka, this);
    this.reader = new RangeReader(lease, settings, ranges);
  }

  @Override
  public @Nullable ReadItem next() {
    ReadItem item = reader.next();
    atEnd = item == null;
    return item;
  }

  @Override
  public void close() {
    if (atEnd) {
      lease.giveBack();
    } else {
      lease.discard();
    }
  }
}
