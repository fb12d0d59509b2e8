package com.k2.marketdata.lake.maintain.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Decides which small files of a partition value are rewritten together. Each group becomes one
 * file.
 *
 * <ul>
 *   <li>Files smaller than three quarters of the target are packed, in the given order, into groups
 *       that reach the target. Their output is not small, so it is not rewritten again.
 *   <li>Of the files that remain, those below an eighth of the target form one group, less the
 *       largest ones, so that no file is larger than a quarter of its group. Each rewrite therefore
 *       multiplies the size of the file that a row is in by at least 4, until it reaches the
 *       target: the number of rewrites grows with the logarithm of the target, not with the number
 *       of runs.
 * </ul>
 *
 * If a group's output is as large as its input, packing the result again finds no group.
 *
 * @param target the size in bytes of a complete file
 */
record FilePacking(long target) {
  private static final int MIN_GROWTH = 4;

  /** Whether a file of this size may be rewritten at all. */
  boolean isSmall(long bytes) {
    return bytes < target - target / 4;
  }

  /**
   * The groups; each has at least two files, in the given order.
   *
   * @param small files of one partition value, all of them small
   */
  <T> List<List<T>> pack(List<T> small, ToLongFunction<T> size) {
    List<List<T>> groups = new ArrayList<>();
    List<T> open = new ArrayList<>();
    long bytes = 0;
    for (T file : small) {
      open.add(file);
      bytes += size.applyAsLong(file);
      if (bytes >= target) {
        groups.add(open);
        open = new ArrayList<>();
        bytes = 0;
      }
    }
    List<T> rest = similar(open, size);
    if (rest.size() > 1) {
      groups.add(rest);
    }
    return groups;
  }

  private <T> List<T> similar(List<T> files, ToLongFunction<T> size) {
    List<T> tiny = files.stream().filter(file -> size.applyAsLong(file) < target / 8).toList();
    long bytes = tiny.stream().mapToLong(size).sum();
    for (T largest : tiny.stream().sorted(Comparator.comparingLong(size).reversed()).toList()) {
      long limit = size.applyAsLong(largest);
      if (limit * MIN_GROWTH <= bytes) {
        return tiny.stream().filter(file -> size.applyAsLong(file) <= limit).toList();
      }
      bytes -= limit;
    }
    return List.of();
  }
}
