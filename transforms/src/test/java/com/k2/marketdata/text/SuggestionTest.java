package com.k2.marketdata.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("trigger", "exchange", "memory", "memoryLimit");

  @ParameterizedTest
  @CsvSource({
    "triger, trigger",
    "Trigger, trigger",
    "exchanges, exchange",
    "memmory, memory",
    "memorylimt, memoryLimit"
  })
  void nearestNameIsSuggested(String wrong, String meant) {
    assertThat(Suggestion.of(wrong, KNOWN)).contains(meant);
    assertThat(Suggestion.question(wrong, KNOWN)).isEqualTo(" Did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"password", "x", "cores"})
  void differentNamesAreNotSuggested(String wrong) {
    assertThat(Suggestion.question(wrong, KNOWN)).isEmpty();
  }

  @Test
  void nothingIsSuggestedFromNothing() {
    assertThat(Suggestion.of("", List.of())).isEmpty();
  }
}
