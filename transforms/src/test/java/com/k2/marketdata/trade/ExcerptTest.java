package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "BTC-USDT", "币安人生 \uD83D\uDE00", "ß", "say \"x\""})
  void visibleTextIsQuotedAsItIs(String text) {
    assertThat(Excerpt.of(text)).isEqualTo('"' + text + '"');
  }

  @Test
  void whatIsNotVisibleIsEscaped() {
    assertThat(Excerpt.of("a\r\n\tb\u0000\u001B[31m\u0085\u2028\u202E\uD83D"))
        .isEqualTo("\"a\\r\\n\\tb\\u0000\\u001b[31m\\u0085\\u2028\\u202e\\ud83d\"");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Excerpt.of("x".repeat(80))).isEqualTo('"' + "x".repeat(80) + '"');
    assertThat(Excerpt.of("x".repeat(81))).isEqualTo('"' + "x".repeat(80) + "…\" (81 characters)");
    assertThat(Excerpt.of("x".repeat(79) + "\uD83D\uDE00"))
        .isEqualTo('"' + "x".repeat(79) + "…\" (81 characters)");
    assertThat(Excerpt.of("\u0000".repeat(80)))
        .isEqualTo('"' + "\\u0000".repeat(13) + "…\" (80 characters)");
  }
}
