package com.k2.marketdata.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Aligned columns. */
class TextTableTest {
  @Test
  void numbersAreRightAligned() {
    assertThat(new TextTable("NAME", "N").row("a", 1).row("longer", "1,000"))
        .hasToString("NAME        N\na           1\nlonger  1,000\n");
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(new TextTable("A").row("x\u001b[2J\n\u202ey"))
        .hasToString("A\nx\\u001b[2J\\n\\u202ey\n");
  }

  @Test
  void emptyTableHasAHeader() {
    assertThat(new TextTable("A", "B")).hasToString("A  B\n");
  }

  @Test
  void columnWithAnyTextIsLeftAligned() {
    assertThat(new TextTable("N").row(10).row("-").row("none").row(5))
        .hasToString("N\n10\n-\nnone\n5\n");
  }

  @Test
  @Timeout(20)
  void manyRowsTakeLinearTime() {
    int rows = 200_000;
    TextTable table = new TextTable("NAME", "N");
    for (int i = 0; i < rows; i++) {
      table.row("name", i);
    }
    assertThat(table.toString()).hasSize((rows + 1) * "name  199999\n".length());
  }
}
