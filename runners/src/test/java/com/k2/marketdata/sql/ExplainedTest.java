package com.k2.marketdata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN SELECT 1",
        "explain\tSELECT 1",
        " \r\n\u00a0Explain /* x */ SELECT 1",
        "-- a\nEXPLAIN SELECT 1",
        "-- a\rEXPLAIN SELECT 1",
        "/* a /* b */ c */EXPLAIN SELECT 1",
        "/**/ /***/EXPLAIN--x\nSELECT 1"
      })
  void explainIsFoundAfterBlanksAndComments(String text) {
    Explained explained = Explained.of(text);

    assertThat(explained.prefix()).isEqualTo("EXPLAIN ");
    assertThat(explained.statement()).endsWith("SELECT 1").doesNotContainIgnoringCase("explain");
  }

  @Test
  void analyzeAndOptionsBecomeOwnText() {
    assertThat(Explained.of("EXPLAIN analyze SELECT 1"))
        .isEqualTo(new Explained("EXPLAIN ANALYZE ", " SELECT 1"));
    assertThat(Explained.of("EXPLAIN (format\n json) SELECT 1"))
        .isEqualTo(new Explained("EXPLAIN (FORMAT JSON) ", " SELECT 1"));
    assertThat(Explained.of("EXPLAIN (analyze, format json)(SELECT 1)"))
        .isEqualTo(new Explained("EXPLAIN (ANALYZE, FORMAT JSON) ", "(SELECT 1)"));
  }

  @Test
  void parenthesesOfTheStatementAreNotOptions() {
    assertThat(Explained.of("EXPLAIN (FROM t)")).isEqualTo(new Explained("EXPLAIN ", "(FROM t)"));
    assertThat(Explained.of("EXPLAIN ()SELECT 1").prefix()).isEqualTo("EXPLAIN ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "EXPLAINS SELECT 1",
        "-- EXPLAIN SELECT 1",
        "/* EXPLAIN */ SELECT 1",
        "/* /* */ EXPLAIN SELECT 1 -- */ SELECT 2",
        "'EXPLAIN'"
      })
  void otherTextsAreUnchanged(String text) {
    assertThat(Explained.of(text)).isEqualTo(new Explained("", text));
  }
}
