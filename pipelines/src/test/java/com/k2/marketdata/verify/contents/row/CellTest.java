package com.k2.marketdata.verify.contents.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CellTest {
  @Test
  void valuesAreShortAndPrintable() {
    assertThat(Cell.of("price", null).text()).isEqualTo("null");
    assertThat(Cell.of("side", "B\u001bUY").text()).isEqualTo("\"B\\u001bUY\"");
    assertThat(Cell.of("side", "x".repeat(1_000_000)).text())
        .isEqualTo('"' + "x".repeat(100) + "…\"");
    assertThat(Cell.of("timestamp", 1_700_000_000_000_001L).text())
        .isEqualTo("2023-11-14T22:13:20.000001Z");
    assertThat(Cell.of("raw_record", ByteBuffer.allocate(1_000)).text())
        .isEqualTo("0x" + "00".repeat(40) + "… (1,000 bytes)");
  }

  @Test
  void valuesThatAreCutOffAreStillCompared() {
    Cell one = Cell.of("detail", "x".repeat(1_000) + "a");
    Cell other = Cell.of("detail", "x".repeat(1_000) + "b");

    assertThat(one.text()).isEqualTo(other.text());
    assertThat(one.isSame(other)).isFalse();
    assertThat(one.isSame(Cell.of("detail", "x".repeat(1_000) + "a"))).isTrue();
  }
}
