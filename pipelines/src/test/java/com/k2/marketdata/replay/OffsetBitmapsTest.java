package com.k2.marketdata.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class OffsetBitmapsTest {
  @Test
  void fiveMillionOffsetsTakeTwoBytesEach() {
    OffsetBitmaps offsets = new OffsetBitmaps();
    long begin = (1L << 40) - 100;
    for (long i = 0; i < 5_000_000; i++) {
      offsets.add((int) (i % 4), begin + i * 3);
    }

    byte[] bytes = SerializableUtils.serializeToByteArray(offsets);
    OffsetBitmaps copy =
        (OffsetBitmaps) SerializableUtils.deserializeFromByteArray(bytes, "offsets");

    assertThat(bytes.length).isLessThan(11_000_000);
    assertThat(copy.contains(1, begin + 3)).isTrue();
    assertThat(copy.contains(0, begin + 3)).isFalse();
    assertThat(copy.contains(1, begin + 4)).isFalse();
    assertThat(copy.add(3, begin + 4_999_999L * 3)).isFalse();
  }
}
