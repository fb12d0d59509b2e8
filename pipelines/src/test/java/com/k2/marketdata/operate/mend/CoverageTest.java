package com.k2.marketdata.operate.mend;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.operate.offsets.Offsets;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A position is accepted only if every offset below it is accounted for. */
class CoverageTest {

  @Property
  void completeRowsAreAcceptedAndOthersRefused(
      @ForAll @LongRange(min = 0, max = 5) long first,
      @ForAll @LongRange(min = 0, max = 30) long reach,
      @ForAll Set<@LongRange(min = 5, max = 20) Long> rows,
      @ForAll Set<@LongRange(min = 0, max = 30) Long> skipped,
      @ForAll Set<@LongRange(min = 0, max = 30) Long> absent) {
    Coverage coverage = coverage(first, reach, rows, skipped, absent);

    Set<Long> accounted = new HashSet<>(rows);
    accounted.addAll(skipped);
    accounted.addAll(absent);
    long rowsEnd = rows.isEmpty() ? first : new TreeSet<>(rows).last() + 1;
    long next = Math.max(first, rowsEnd);
    Set<Long> missing = new TreeSet<>();
    for (long offset = first; offset < rowsEnd; offset++) {
      if (!accounted.contains(offset)) {
        missing.add(offset);
      }
    }
    while (next < reach && accounted.contains(next)) {
      next++;
    }
    assertThat(coverage.missing()).isEqualTo(offsets(missing));
    if (missing.isEmpty()) {
      assertThat(coverage.next()).isEqualTo(next);
      Set<Long> skippedBelow = new HashSet<>(skipped);
      skippedBelow.removeAll(rows);
      long end = next;
      skippedBelow.removeIf(offset -> offset < first || offset >= end);
      assertThat(coverage.skipped()).isEqualTo(offsets(skippedBelow));
    }
  }

  @Test
  void absenceIsNotLookedUpWithoutGaps() {
    Coverage coverage =
        Coverage.of(
            0,
            0,
            3,
            Offsets.range(0, 3),
            Offsets.NONE,
            (partition, offsets) -> {
              throw new AssertionError("looked up " + offsets);
            });

    assertThat(coverage.next()).isEqualTo(3);
  }

  private static Coverage coverage(
      long first, long reach, Set<Long> rows, Set<Long> skipped, Set<Long> absent) {
    return Coverage.of(
        0,
        first,
        reach,
        offsets(rows),
        offsets(skipped),
        (partition, some) -> some.and(offsets(absent)));
  }

  private static Offsets offsets(Set<Long> some) {
    Roaring64Bitmap bitmap = new Roaring64Bitmap();
    some.forEach(bitmap::addLong);
    return Offsets.copyOf(bitmap);
  }
}
