package com.k2.marketdata.verify.contents.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.verify.contents.finding.Difference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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

  @Test
  void mapsAreSortedAndTheirValuesReadable() {
    Map<String, ByteBuffer> headers = new LinkedHashMap<>();
    headers.put("b\n", ByteBuffer.wrap(new byte[] {1, 2}));
    headers.put("a", null);

    assertThat(Cell.of("headers", headers).text()).isEqualTo("{a=null, b\\n=0x0102 (2 bytes)}");
    assertThat(Cell.of("vendor_data", Map.of("k", "v")).text()).isEqualTo("{k=\"v\"}");
    assertThat(Cell.of("headers", Map.of()).text()).isEqualTo("{}");
  }

  @Test
  void mapsAreShort() {
    Map<String, String> map = new TreeMap<>();
    for (int i = 100; i < 1_000; i++) {
      map.put("name" + i, "x".repeat(1_000));
    }

    assertThat(Cell.of("vendor_data", map).text())
        .isEqualTo("{name100=\"" + "x".repeat(100) + "…\", …}");
  }

  @Test
  void differenceAfterTheCutIsShownByHashes() {
    Cell one = Cell.of("raw_bytes", ByteBuffer.wrap(new byte[100]));
    byte[] changed = new byte[100];
    changed[99] = 1;
    Cell other = Cell.of("raw_bytes", ByteBuffer.wrap(changed));

    Difference difference = one.differenceFrom(other).orElseThrow();
    assertThat(difference.found()).startsWith(one.text() + " with hash ");
    assertThat(difference.expected())
        .startsWith(one.text() + " with hash ")
        .isNotEqualTo(difference.found());
    assertThat(one.differenceFrom(one)).isEmpty();
    assertThat(Cell.of("side", "BUY").differenceFrom(Cell.of("side", "SELL")))
        .contains(new Difference("side", "\"BUY\"", "\"SELL\""));
  }
}
