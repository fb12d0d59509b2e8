package com.k2.marketdata.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAlignedAndNumbersToTheRight() {
    assertThat(new TextTable("NAME", "N").row("a", 1).row("longer", "1,000"))
        .hasToString("NAME        N\na           1\nlonger  1,000\n");
  }

  @Test
  void withoutRowsOnlyTheHeader() {
    assertThat(new TextTable("A", "B")).hasToString("A  B\n");
  }
}
