package com.k2.marketdata.lake.maintain.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * file with a few rows are its footer. The rows of files below 256 kB count with the bytes per row
 * of the file that has most rows. This is too much while all files have few rows; the outputs then
 * show the true size to the next run. It is too little if their rows are larger than those of that
 * file; therefore a group's files have at most eight times the target in sum.
 *
 * @param target the size in bytes of a complete file
 */
record FilePacking(long target) {
  private static final int MIN_GROWTH = 4;

  /** Bounds the memory and the time that a group takes. */
  private static final int MAX_FILES = 10_000;

  /** Bounds the size of an output whose estimate is too low. */
  private static final int MAX_TARGETS = 8;

  /** A file of this size consists of rows; footers have some kilobytes. */
  private static final long MOSTLY_ROWS = 256 << 10;

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
      return bytes < MOSTLY_ROWS ? Math.min(bytes, rows * bytesPerRow) : bytes;
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
    double estimate = 0;
    long bytes = 0;
    for (T file : small) {
      open.add(file);
      estimate += measure.of(file).in(bytesPerRow);
      bytes += measure.of(file).bytes();
      if (estimate >= target) {
        groups.add(open);
      } else if (open.size() >= MAX_FILES || bytes >= MAX_TARGETS * target) {
        addSimilar(open, measure, groups);
      } else {
        continue;
      }
      open = new ArrayList<>();
      estimate = 0;
      bytes = 0;
    }
    addSimilar(open, measure, groups);
    return groups;
  }

  /**
   * Adds a group of the tiny files but the largest ones, so that each has at most a quarter of the
   * rows. The other files are left to a later run.
   */
  private <T> void addSimilar(List<T> files, Measure<T> measure, List<List<T>> groups) {
    List<Size> tiny =
        files.stream()
            .map(measure::of)
            .filter(this::isTiny)
            .sorted(Size.BY_ROWS.reversed())
            .toList();
    long rows = tiny.stream().mapToLong(Size::rows).sum();
    for (Size largest : tiny) {
      if (largest.rows() * MIN_GROWTH <= rows) {
        groups.add(
            files.stream()
                .filter(
                    file -> isTiny(measure.of(file)) && measure.of(file).rows() <= largest.rows())
                .toList());
        return;
      }
      rows -= largest.rows();
    }
  }

  private boolean isTiny(Size size) {
    return size.bytes() < target / 8;
  }
}
