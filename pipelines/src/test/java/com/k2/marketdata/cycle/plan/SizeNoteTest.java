package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a note. */
class SizeNoteTest {
  @Test
  void textIsReadBack() {
    SizeNote note = new SizeNote("20261126T101112-5e1f4a2c-0b1d", 150);
    assertThat(SizeNote.parse(note.text())).contains(note);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "of another tool",
        "k2 tries many offsets after x",
        "k2 tries 99999999999999999999999 offsets after x",
        "k2 tries 5 offsets after x y"
      })
  void anyOtherTextIsIgnored(String text) {
    assertThat(SizeNote.parse(text)).isEmpty();
  }
}
