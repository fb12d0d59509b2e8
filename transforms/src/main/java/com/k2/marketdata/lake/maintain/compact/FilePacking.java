package com.k2.marketdata.lake.maintain.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;

/**
 * Decides which small files of a partition value are rewritten together. Each group becomes one
 * file.
 *
 * <ul>
 *   <li>Files smaller than three quarters of the target are packed, in the given order, into groups
 *       whose output reaches the target. It is not small, so it is not rewritten again.
 *   <li>Of the files that remain, those below an eighth of the target form one group, less the
 *       largest ones, so that no file has more than a quarter of the group's rows. Each rewrite
 *       therefore multiplies the number of rows beside which a row is by at least 4, until the file
 *       reaches the target: the number of rewrites grows with the logarithm of the target, not with
 *       the number of runs.
 * </ul>
 *
 * The size of an output is estimated, because the sum of the inputs is misleading: most bytes of a
 * file with a few rows are its footer. The estimate is exact about rows, and takes the bytes per
 * row from the input that has most rows. It can be too high only if all inputs have few rows; the
 * outputs then show the true size to the next run.
 *
 * @param target the size in bytes of a complete file
 */
record FilePacking(long target) {
  private static final int MIN_GROWTH = 4;

  /** Bounds the memory and the time that a group takes. */
  private static final int MAX_FILES = 10_000;

  /** The size and the rows of a file. */
  record Size(long bytes, long rows) {
    static final Comparator<Size> BY_ROWS = Comparator.comparingLong(Size::rows);

    static Size of(ContentFile<?> file) {
      return new Size(file.fileSizeInBytes(), file.recordCount());
    }

    private double bytesPerRow() {
      return (double) bytes / Math.max(1, rows);
    }

    /** The bytes that the rows add to an output. */
    private double in(double bytesPerRow) {
      return Math.min(bytes, rows * bytesPerRow);
    }
  }

  /** Returns the size of a file. */
  @FunctionalInterface
  interface Measure<T> {
    Size of(T file);
  }

  /** Whether a file of this size may be rewritten at all. */
  boolean isSmall(long bytes) {
    return bytes < target - target / 4;
  }

  /**
   * The groups; each has at least two files, in the given order.
   *
   * @param small files of one partition value, all of them small
   */
  <T> List<List<T>> pack(List<T> small, Measure<T> measure) {
    double bytesPerRow =
        small.stream().map(measure::of).max(Size.BY_ROWS).map(Size::bytesPerRow).orElse(0.0);
    List<List<T>> groups = new ArrayList<>();
    List<T> open = new ArrayList<>();
    double bytes = 0;
    for (T file : small) {
      open.add(file);
      bytes += measure.of(file).in(bytesPerRow);
      if (bytes >= target) {
        groups.add(open);
        open = new ArrayList<>();
        bytes = 0;
      } else if (open.size() >= MAX_FILES) {
        open = addSimilar(open, measure, groups);
        bytes = open.stream().mapToDouble(left -> measure.of(left).in(bytesPerRow)).sum();
      }
    }
    addSimilar(open, measure, groups);
    return groups;
  }

  /**
   * Adds a group of the tiny files but the largest ones, so that each has at most a quarter of the
   * rows.
   *
   * @return the files that are left
   */
  private <T> List<T> addSimilar(List<T> files, Measure<T> measure, List<List<T>> groups) {
    List<Size> tiny =
        files.stream()
            .map(measure::of)
            .filter(this::isTiny)
            .sorted(Size.BY_ROWS.reversed())
            .toList();
    long rows = tiny.stream().mapToLong(Size::rows).sum();
    for (Size largest : tiny) {
      if (largest.rows() * MIN_GROWTH <= rows) {
        Map<Boolean, List<T>> parts =
            files.stream()
                .collect(
                    Collectors.partitioningBy(
                        file ->
                            isTiny(measure.of(file)) && measure.of(file).rows() <= largest.rows()));
        groups.add(parts.get(true));
        return parts.get(false);
      }
      rows -= largest.rows();
    }
    return files;
  }

  private boolean isTiny(Size size) {
    return size.bytes() < target / 8;
  }
}
