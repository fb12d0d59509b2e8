package com.k2.marketdata.verify.contents.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.row.ComparedColumn.Basis;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RowHasherTest {
  private final RowHasher hasher = new RowHasher();

  @Property
  void aChangedColumnChangesTheDigest(
      @ForAll @Size(16) List<String> silver,
      @ForAll @IntRange(max = 15) int column,
      @ForAll String other) {
    Object[] values = silver.toArray();
    Object[] changed = silver.toArray();
    changed[column] = other;
    RowDigest before = digest(TableRole.SILVER, 0, values, true);
    RowDigest after = digest(TableRole.SILVER, 0, changed, true);

    assertThat(before.equals(after)).isEqualTo(silver.get(column).equals(other));
    if (!before.equals(after)) {
      boolean ofMessage = ComparedColumn.SILVER.get(column).basis() == Basis.MESSAGE;
      assertThat(before.message() != after.message()).isEqualTo(ofMessage);
      assertThat(before.rules() != after.rules()).isEqualTo(!ofMessage);
      assertThat(before.sum()).isNotEqualTo(after.sum());
    }
  }

  @Property
  void exchangedValuesChangeTheSum(
      @ForAll @Size(16) List<String> one,
      @ForAll @Size(16) List<String> other,
      @ForAll @IntRange(max = 15) int column) {
    long before = sum(one.toArray(), other.toArray());
    Object[] first = one.toArray();
    Object[] second = other.toArray();
    first[column] = other.get(column);
    second[column] = one.get(column);

    assertThat(sum(first, second) == before).isEqualTo(one.get(column).equals(other.get(column)));
  }

  @Example
  void versionColumnsCountWithinOneVersion() {
    Object[] one = {null, "r", "t", "detail", "b", "k", 1L, 2, "1.0"};
    Object[] other = {null, "r", "t", "other detail", "b", "k", 1L, 2, "1.1"};

    assertThat(digest(TableRole.DEAD_LETTERS, 0, one, false))
        .isEqualTo(digest(TableRole.DEAD_LETTERS, 0, other, false));
    assertThat(digest(TableRole.DEAD_LETTERS, 0, one, true))
        .isNotEqualTo(digest(TableRole.DEAD_LETTERS, 0, other, true));
  }

  @Example
  void differentValuesHaveDifferentHashes() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("a", "1");
    map.put("b", "2");
    Map<String, String> reversed = new LinkedHashMap<>();
    reversed.put("b", "2");
    reversed.put("a", "1");
    assertThat(hash(map)).isEqualTo(hash(reversed));
    assertThat(hash("n")).isEqualTo(hash(new StringBuilder("n")));
    assertThat(
            List.of(
                hash((Object) null),
                hash(""),
                hash(ByteBuffer.allocate(0)),
                hash(List.of()),
                hash(Map.of()),
                hash(0L),
                hash(BigDecimal.ZERO),
                hash(new BigDecimal("0.0")),
                hash(List.of("")),
                hash(List.of("", "")),
                hash(List.of("a", "b")),
                hash(List.of("ab")),
                hash(map),
                hash("a", "b"),
                hash("ab", ""),
                hash("", "ab")))
        .doesNotHaveDuplicates();
  }

  private long sum(Object[] one, Object[] other) {
    return digest(TableRole.SILVER, 0, one, true).sum()
        + digest(TableRole.SILVER, 1, other, true).sum();
  }

  private RowDigest digest(TableRole table, long offset, Object[] values, boolean sameVersion) {
    return hasher.digest(table, 3, offset, values, sameVersion);
  }

  private static long hash(Object... values) {
    CanonicalBytes bytes = new CanonicalBytes();
    for (Object value : values) {
      bytes.add(value);
    }
    return bytes.hash();
  }
}
