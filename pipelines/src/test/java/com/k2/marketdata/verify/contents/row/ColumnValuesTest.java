package com.k2.marketdata.verify.contents.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.table.TableRole;
import org.junit.jupiter.api.Test;

class ColumnValuesTest {
  @Test
  void valuesAreInTheOrderOfTheColumns() {
    Object[] values =
        new ColumnValues(TableRole.DEAD_LETTERS)
            .set("pipeline_version", "1")
            .set("error_reason", "price_missing")
            .inOrder();

    assertThat(values)
        .containsExactly(null, "price_missing", null, null, null, null, null, null, "1");
    assertThat(values[ComparedColumn.REASON]).isEqualTo("price_missing");
  }

  @Test
  void columnOfAnotherTableIsRefused() {
    assertThatThrownBy(() -> new ColumnValues(TableRole.SILVER).set("error_reason", "any"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Column error_reason is not compared.");
  }
}
