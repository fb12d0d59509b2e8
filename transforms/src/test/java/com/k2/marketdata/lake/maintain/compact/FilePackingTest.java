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

  /**
   * A file whose rows have one byte each.
   *
   * @param footer the bytes that do not depend on the number of rows
   * @param rewrites the largest number of rewrites that any of its rows has seen
   */
  private record File(long rows, long footer, int rewrites) {
    static File written(long rows) {
      return new File(rows, 0, 0);
    }

    static File of(List<File> group) {
      return new File(
          group.stream().mapToLong(File::rows).sum(),
          group.get(0).footer,
          1 + group.stream().mapToInt(File::rewrites).max().orElseThrow());
    }

    long bytes() {
      return rows + footer;
    }

    FilePacking.Size size() {
      return new FilePacking.Size(bytes(), rows);
    }
  }

  @Property
  void groupsContainSeveralSmallFilesInOrder(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    List<Integer> numbers = small(sizes);
    List<List<Integer>> groups = PACKING.pack(numbers, number -> size(sizes.get(number)));
    assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeGreaterThan(1).isSorted());
    assertThat(groups.stream().flatMap(List::stream)).doesNotHaveDuplicates().isSubsetOf(numbers);
  }

  @Property
  void largerFilesJoinGroupsThatReachTheTarget(
      @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 6_000) Long> sizes) {
    for (List<Integer> group : PACKING.pack(small(sizes), number -> size(sizes.get(number)))) {
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

  /**
   * Most bytes of the files may be their footers, so that an output is much smaller than its
   * inputs.
   */
  @Property
  void packingThriceFindsNoGroup(
      @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 6_000) Long> rows,
      @ForAll @LongRange(min = 0, max = 400) long footer) {
    List<File> files =
        new ArrayList<>(rows.stream().map(some -> new File(some, footer, 0)).toList());
    compact(files);
    compact(files);
    List<File> before = List.copyOf(files);
    compact(files);
    assertThat(files).isEqualTo(before);
  }

  /** Each run finds new files of one day, about as many as the run before. */
  @Property
  void rowsAreRewrittenAtMostFourTimes(
      @ForAll @IntRange(min = 1, max = 40) int filesARun,
      @ForAll @LongRange(min = 1, max = 3_000) long rowsAFile,
      @ForAll @LongRange(min = 0, max = 400) long footer,
      @ForAll @DoubleRange(min = 0, max = 0.3) double variation,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<File> day = new ArrayList<>();
    for (int run = 0; run < 20; run++) {
      for (int file = 0; file < filesARun; file++) {
        double factor = 1 + variation * (2 * random.nextDouble() - 1);
        day.add(new File(Math.max(1, Math.round(rowsAFile * factor)), footer, 0));
      }
      compact(day);
      assertThat(day).allSatisfy(file -> assertThat(file.rewrites()).isLessThanOrEqualTo(4));
    }
  }

  /** The rows of one file may be much smaller than those of the others. */
  @Property
  void outputsAreBoundedWhateverTheRows(
      @ForAll @Size(max = 300) List<@LongRange(min = 1, max = 6_000) Long> bytes,
      @ForAll @LongRange(min = 1, max = 1_000_000) long mostRows) {
    List<FilePacking.Size> sizes =
        new ArrayList<>(bytes.stream().map(FilePackingTest::size).toList());
    sizes.add(new FilePacking.Size(1_000, mostRows));
    for (List<FilePacking.Size> group : PACKING.pack(sizes, size -> size)) {
      assertThat(group.stream().mapToLong(FilePacking.Size::bytes).sum()).isLessThan(9 * TARGET);
    }
  }

  @Example
  void largeRowsBesideSmallOnesReachTheTarget() {
    FilePacking packing = new FilePacking(128 << 20);
    List<FilePacking.Size> sizes = new ArrayList<>();
    sizes.add(new FilePacking.Size(6 << 20, 2_000_000));
    for (int i = 0; i < 500; i++) {
      sizes.add(new FilePacking.Size(4 << 20, 400));
    }
    assertThat(packing.pack(sizes, size -> size))
        .hasSizeGreaterThan(14)
        .allSatisfy(
            group ->
                assertThat(group.stream().mapToLong(FilePacking.Size::bytes).sum())
                    .isLessThan(132 << 20));
  }

  @Property(tries = 5)
  void groupsHaveAtMostTenThousandFiles(@ForAll @LongRange(min = 1, max = 3) long rows) {
    List<File> files = new ArrayList<>(List.of(new File(2_000, 0, 0)));
    for (int i = 0; i < 25_000; i++) {
      files.add(new File(rows, 0, 0));
    }
    FilePacking packing = new FilePacking(1 << 20);
    assertThat(packing.pack(files, File::size))
        .hasSize(3)
        .allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(10_000));
  }

  @Example
  void fewTinyFilesBesideALargerOneWait() {
    assertThat(PACKING.pack(List.of(900L, 100L), FilePackingTest::size)).isEmpty();
    assertThat(PACKING.pack(List.of(900L, 10L, 10L, 10L, 10L), FilePackingTest::size))
        .containsExactly(List.of(10L, 10L, 10L, 10L));
    assertThat(PACKING.pack(List.of(10L, 900L, 900L, 900L, 900L), FilePackingTest::size))
        .containsExactly(List.of(10L, 900L, 900L, 900L, 900L));
  }

  private static void compact(List<File> files) {
    List<File> small = files.stream().filter(file -> PACKING.isSmall(file.bytes())).toList();
    for (List<File> group : PACKING.pack(small, File::size)) {
      for (File replaced : group) {
        files.remove(replaced);
      }
      files.add(File.of(group));
    }
  }

  private static FilePacking.Size size(long bytes) {
    return new FilePacking.Size(bytes, bytes);
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
