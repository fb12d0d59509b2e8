package com.k2.marketdata.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values by role, present and absent. */
class ByRoleTest {
  private static final ByRole<String> ALL = ByRole.all("b", "s", "d");
  private static final ByRole<String> BRONZE = ByRole.<String>none().with(TableRole.BRONZE, "b");

  @Test
  void everyRoleHasItsOwnValue() {
    assertThat(ALL.bronze()).contains("b");
    assertThat(ALL.silver()).contains("s");
    assertThat(ALL.deadLetters()).contains("d");
    assertThat(ALL.values()).containsExactly("b", "s", "d");
    assertThat(ALL.positioned()).containsExactly("b", "s");
  }

  @Test
  void absentRolesHaveNoValue() {
    assertThat(BRONZE.silver()).isEmpty();
    assertThat(BRONZE.has(TableRole.SILVER)).isFalse();
    assertThat(BRONZE.has(TableRole.BRONZE)).isTrue();
    assertThat(BRONZE.values()).containsExactly("b");
    assertThat(BRONZE.positioned()).containsExactly("b");
    assertThatThrownBy(() -> BRONZE.require(TableRole.DEAD_LETTERS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dead letters");
  }

  @Test
  void mappingKeepsTheRoles() {
    assertThat(BRONZE.map(String::length))
        .isEqualTo(ByRole.<Integer>none().with(TableRole.BRONZE, 1));
    assertThat(ALL.mapWithRole((role, value) -> role.words() + "=" + value).values())
        .containsExactly("bronze=b", "silver=s", "dead letters=d");
  }

  @Test
  void laterChangesOfTheMapHaveNoEffect() {
    Map<TableRole, String> map = new HashMap<>(Map.of(TableRole.BRONZE, "b"));
    ByRole<String> copy = new ByRole<>(map);
    map.put(TableRole.BRONZE, "changed");
    assertThat(copy).isEqualTo(BRONZE);
    assertThatThrownBy(() -> copy.byRole().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nullIsNotAValue() {
    Map<TableRole, String> map = new HashMap<>();
    map.put(TableRole.SILVER, null);
    assertThatThrownBy(() -> new ByRole<>(map)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serializationKeepsValuesAndAbsence() {
    assertThat(SerializableUtils.clone(ALL)).isEqualTo(ALL);
    assertThat(SerializableUtils.clone(BRONZE)).isEqualTo(BRONZE);
  }

  @Test
  void bronzeAloneAndAllTablesAreWritable() {
    assertThat(ALL.forWriting()).isSameAs(ALL);
    assertThat(BRONZE.forWriting()).isSameAs(BRONZE);
  }

  @ParameterizedTest
  @EnumSource(names = {"SILVER", "DEAD_LETTERS"})
  void silverIsWrittenWithItsDeadLettersOnly(TableRole alone) {
    ByRole<String> one = BRONZE.with(alone, "x");
    assertThatThrownBy(one::forWriting)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("written together");
  }
}
