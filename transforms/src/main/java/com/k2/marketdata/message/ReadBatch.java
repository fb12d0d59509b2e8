package com.k2.marketdata.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Groups a reader's items into lists, which are the runner's elements: an element costs a runner
 * more than decoding a message. A list ends with the item that makes it {@value #MOST_ITEMS} items
 * or {@value #MOST_BYTES} bytes, so a list needs hardly more memory than the largest message.
 */
public final class ReadBatch {
  static final int MOST_ITEMS = 256;
  static final long MOST_BYTES = 1 << 20;

  private ReadBatch() {}

  /** A sequence of items. */
  @FunctionalInterface
  public interface Items {
    /** The next item; null after the last one, at each call. */
    @Nullable ReadItem next() throws IOException;
  }

  /** The coder of the lists. */
  public static Coder<List<ReadItem>> coder() {
    return ListCoder.of(ReadItemCoder.of());
  }

  /** The next items in their order, at least one; null after the last one. */
  public static @Nullable List<ReadItem> next(Items items) throws IOException {
    List<ReadItem> batch = new ArrayList<>(MOST_ITEMS);
    long bytes = 0;
    while (batch.size() < MOST_ITEMS && bytes < MOST_BYTES) {
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
