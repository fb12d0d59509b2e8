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
  void controlCharactersAreEscaped() {
    assertThat(Excerpt.of("<html>\r\n\u001b[2J")).isEqualTo("\"<html>\\r\\n\\u001b[2J\"");
  }

  @Test
  void escapesCountAsTheyAreShown() {
    assertThat(Excerpt.of("\n".repeat(40))).isEqualTo('"' + "\\n".repeat(40) + '"');
    assertThat(Excerpt.of("\n".repeat(41)))
        .isEqualTo('"' + "\\n".repeat(40) + "…\" (41 characters)");
    assertThat(Excerpt.of("\0".repeat(80)))
        .isEqualTo('"' + "\\u0000".repeat(13) + "…\" (80 characters)");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Excerpt.of("x".repeat(80))).isEqualTo('"' + "x".repeat(80) + '"');
    assertThat(Excerpt.of("x".repeat(81))).isEqualTo('"' + "x".repeat(80) + "…\" (81 characters)");
    assertThat(Excerpt.of("x".repeat(79) + "\uD83D\uDE00"))
        .isEqualTo('"' + "x".repeat(79) + "…\" (81 characters)");
  }
}
