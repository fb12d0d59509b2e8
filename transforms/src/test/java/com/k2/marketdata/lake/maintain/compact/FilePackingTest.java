package com.k2.marketdata.lake.maintain.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class FilePackingTest {
  private static final long TARGET = 8_000;
  private static final FilePacking PACKING = new FilePacking(TARGET);

  /** A file with a size, and the largest number of rewrites that any of its bytes has seen. */
  private record File(long bytes, int rewrites) {
    static File written(long bytes) {
      return new File(bytes, 0);
    }

    static File of(List<File> group) {
      return new File(
          group.stream().mapToLong(File::bytes).sum(),
          1 + group.stream().mapToInt(File::rewrites).max().orElseThrow());
    }
  }

  @Property
  void groupsContainSeveralSmallFilesInOrder(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    List<Integer> numbers = small(sizes);
    List<List<Integer>> groups = PACKING.pack(numbers, sizes::get);
    assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeGreaterThan(1).isSorted());
    assertThat(groups.stream().flatMap(List::stream)).doesNotHaveDuplicates().isSubsetOf(numbers);
  }

  @Property
  void largerFilesJoinGroupsThatReachTheTarget(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    for (List<Integer> group : PACKING.pack(small(sizes), sizes::get)) {
      long bytes = group.stream().mapToLong(sizes::get).sum();
      assertThat(bytes).isLessThan(TARGET * 7 / 4);
      if (bytes < TARGET) {
        assertThat(group)
            .allSatisfy(file -> assertThat(sizes.get(file)).isLessThan(TARGET / 8))
            .allSatisfy(file -> assertThat(sizes.get(file) * 4).isLessThanOrEqualTo(bytes));
      }
    }
  }

  @Property
  void packingTheResultFindsNoGroup(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    List<File> files = new ArrayList<>(sizes.stream().map(File::written).toList());
    compact(files);
    List<File> before = List.copyOf(files);
    compact(files);
    assertThat(files).isEqualTo(before);
  }

  @Property
  void fewFilesRemain(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    List<File> files = new ArrayList<>(sizes.stream().map(File::written).toList());
    compact(files);
    // At most eight of an eighth of the target, and three per power of four below.
    assertThat(files.stream().filter(file -> PACKING.isSmall(file.bytes())))
        .hasSizeLessThanOrEqualTo(8 + 3 * 6);
  }

  /** Each run finds new files of one day, about as many as the run before. */
  @Property
  void rowsAreRewrittenAtMostFourTimes(
      @ForAll @IntRange(min = 1, max = 40) int filesARun,
      @ForAll @LongRange(min = 1, max = 3_000) long bytesAFile,
      @ForAll @DoubleRange(min = 0, max = 0.3) double variation,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<File> day = new ArrayList<>();
    for (int run = 0; run < 20; run++) {
      for (int file = 0; file < filesARun; file++) {
        double factor = 1 + variation * (2 * random.nextDouble() - 1);
        day.add(File.written(Math.max(1, Math.round(bytesAFile * factor))));
      }
      compact(day);
      assertThat(day).allSatisfy(file -> assertThat(file.rewrites()).isLessThanOrEqualTo(4));
    }
  }

  @Example
  void fewTinyFilesBesideALargerOneWait() {
    assertThat(PACKING.pack(List.of(900L, 100L), size -> size)).isEmpty();
    assertThat(PACKING.pack(List.of(900L, 10L, 10L, 10L, 10L), size -> size))
        .containsExactly(List.of(10L, 10L, 10L, 10L));
    assertThat(PACKING.pack(List.of(10L, 900L, 900L, 900L, 900L), size -> size))
        .containsExactly(List.of(10L, 900L, 900L, 900L, 900L));
  }

  private static void compact(List<File> files) {
    List<File> small = files.stream().filter(file -> PACKING.isSmall(file.bytes())).toList();
    for (List<File> group : PACKING.pack(small, File::bytes)) {
      for (File replaced : group) {
        files.remove(replaced);
      }
      files.add(File.of(group));
    }
  }

  private static List<Integer> small(List<Long> sizes) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < sizes.size(); number++) {
      if (PACKING.isSmall(sizes.get(number))) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
