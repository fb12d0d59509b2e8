package com.k2.marketdata.lake.maintain.orphan.search;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * A set of locations, and of file names, each as a 64-bit hash: 8 bytes. Two locations with the
 * same hash count as one, so a search for orphans can keep an orphan but never removes another
 * file. Immutable.
 */
public final class PathHashes implements Serializable {
  private static final long serialVersionUID = 1L;

  static final PathHashes NONE = new PathHashes(new long[0]);

  private final long[] sorted;

  private PathHashes(long[] sorted) {
    this.sorted = sorted;
  }

  /** The hashes of these locations. */
  static PathHashes ofLocations(Collection<String> locations) {
    return of(locations.stream().mapToLong(StoredPath::hash).toArray());
  }

  /** The hashes of these locations and of their file names. */
  public static PathHashes ofReferences(Iterable<String> locations) {
    LongStream.Builder hashes = LongStream.builder();
    for (String location : locations) {
      hashes.add(StoredPath.hash(location)).add(StoredPath.nameHash(location));
    }
    return of(hashes.build().toArray());
  }

  /** These hashes, in any order. */
  static PathHashes of(long... hashes) {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    return new PathHashes(withoutRepetitions(sorted));
  }

  public boolean contains(String location) {
    return Arrays.binarySearch(sorted, StoredPath.hash(location)) >= 0;
  }

  /** Whether a location with the same file name, in whatever folder, is in the set. */
  public boolean containsName(String location) {
    return Arrays.binarySearch(sorted, StoredPath.nameHash(location)) >= 0;
  }

  int size() {
    return sorted.length;
  }

  void copyTo(long[] target, int position) {
    System.arraycopy(sorted, 0, target, position, sorted.length);
  }

  private static long[] withoutRepetitions(long[] sorted) {
    int size = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[size++] = sorted[i];
      }
    }
    return size == sorted.length ? sorted : Arrays.copyOf(sorted, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathHashes hashes && Arrays.equals(sorted, hashes.sorted);
  }

  @Override
  public int hashCode() {
    return (int) LongStream.of(sorted).sum();
  }

  @Override
  public String toString() {
    return sorted.length + " path hashes";
  }
}
