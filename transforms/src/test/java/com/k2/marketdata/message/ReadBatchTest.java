package com.k2.marketdata.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReadBatchTest {

  @Property
  void batchesContainAllItemsInOrder(
      @ForAll @Size(max = 2_000) List<@IntRange(max = 20_000) Integer> valueBytes)
      throws IOException {
    List<ReadItem> items = new ArrayList<>();
    for (int i = 0; i < valueBytes.size(); i++) {
      items.add(i % 7 == 3 ? new RangeReceipt(i, 0, 1, 1, 1, 1) : message(i, valueBytes.get(i)));
    }
    Iterator<ReadItem> reader = items.iterator();
    List<ReadItem> back = new ArrayList<>();
    for (List<ReadItem> batch; (batch = next(reader)) != null; ) {
      assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(ReadBatch.MAX_ITEMS);
      back.addAll(batch);
    }
    assertThat(back).containsExactlyElementsOf(items);
    assertThat(next(reader)).isNull();
  }

  @Example
  void itemThatReachesSizeLimitEndsBatch() throws IOException {
    int large = (int) ReadBatch.MAX_BYTES;
    Iterator<ReadItem> reader =
        List.<ReadItem>of(message(0, 1), message(1, large), message(2, large - 1), message(3, 1))
            .iterator();
    assertThat(next(reader)).hasSize(2);
    assertThat(next(reader)).hasSize(2);
    assertThat(next(reader)).isNull();
  }

  @Example
  void readerFailureIsPassedOn() {
    assertThatThrownBy(
            () ->
                ReadBatch.next(
                    () -> {
                      throw new IOException("gone");
                    }))
        .hasMessage("gone");
  }

  private static List<ReadItem> next(Iterator<ReadItem> items) throws IOException {
    return ReadBatch.next(() -> items.hasNext() ? items.next() : null);
  }

  private static KafkaMessage message(long offset, int bytes) {
    return new KafkaMessage("t", "id", 0, offset, 1, 2, Map.of(), null, new byte[bytes]);
  }
}
