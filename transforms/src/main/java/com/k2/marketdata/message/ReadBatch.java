package com.k2.marketdata.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Groups a reader's items into lists, which are the elements of the PCollection: a runner's
 * overhead per element is higher than the cost of decoding a message. A list ends with the item
 * that brings it to {@value #MAX_ITEMS} items or {@value #MAX_BYTES} bytes, so it exceeds that size
 * by at most one message.
 */
public final class ReadBatch {
  static final int MAX_ITEMS = 256;
  static final long MAX_BYTES = 1 << 20;

  private ReadBatch() {}

  /** A source of items. */
  @FunctionalInterface
  public interface Items {
    /** The next item; null after the last one, however often it is called. */
    @Nullable ReadItem next() throws IOException;
  }

  /** A coder of such lists. */
  public static Coder<List<ReadItem>> coder() {
    return ListCoder.of(ReadItemCoder.of());
  }

  /** The next items in order, at least one; null after the last item. */
  public static @Nullable List<ReadItem> next(Items items) throws IOException {
    List<ReadItem> batch = new ArrayList<>(MAX_ITEMS);
    long bytes = 0;
    while (batch.size() < MAX_ITEMS && bytes < MAX_BYTES) {
      ReadItem item = items.next();
      if (item == null) {
        break;
      }
      batch.add(item);
      bytes += item instanceof KafkaMessage message ? size(message) : 0;
    }
    return batch.isEmpty() ? null : batch;
  }

  private static long size(KafkaMessage message) {
    return (message.key() == null ? 0 : message.key().length)
        + (message.value() == null ? 0 : message.value().length);
  }
}
