package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Locations of files with their kinds and sizes, in arrays, since an expiry can have millions. More
 * than one thread may describe different files at the same time.
 */
final class ExpiredFiles {
  private static final Kind[] KINDS = Kind.values();

  private final String[] locations;
  private final byte[] kinds;
  private final long[] sizes;

  /** Files whose kind and size are not known yet. */
  ExpiredFiles(Collection<String> files) {
    locations = files.stream().distinct().sorted().toArray(String[]::new);
    kinds = new byte[locations.length];
    sizes = new long[locations.length];
    Arrays.fill(kinds, (byte) Kind.OTHER_FILE.ordinal());
    Arrays.fill(sizes, -1);
  }

  int size() {
    return locations.length;
  }

  boolean contains(String location) {
    return Arrays.binarySearch(locations, location) >= 0;
  }

  /** Sets the kind and the size in bytes of a file, if it is one of these; -1 if unknown. */
  void describe(String location, Kind kind, long bytes) {
    int index = Arrays.binarySearch(locations, location);
    if (index >= 0) {
      kinds[index] = (byte) kind.ordinal();
      sizes[index] = bytes;
    }
  }

  /** The files, by location. */
  Stream<PlannedItem> items() {
    return IntStream.range(0, locations.length).mapToObj(this::item);
  }

  /** The files, counted by kind. */
  SortedMap<Kind, FileCount> counts() {
    SortedMap<Kind, FileCount> counts = new TreeMap<>();
    for (int i = 0; i < locations.length; i++) {
      count(i, counts);
    }
    return counts;
  }

  /** Adds a file, if it is one of these, to counts by kind. */
  void countIn(String location, SortedMap<Kind, FileCount> counts) {
    int index = Arrays.binarySearch(locations, location);
    if (index >= 0) {
      count(index, counts);
    }
  }

  private void count(int index, SortedMap<Kind, FileCount> counts) {
    counts.merge(KINDS[kinds[index]], FileCount.ofOne(sizes[index]), FileCount::plus);
  }

  private PlannedItem item(int index) {
    return new PlannedItem(
        MaintenanceStep.EXPIRE,
        KINDS[kinds[index]],
        locations[index],
        sizes[index],
        -1,
        "only expired snapshots refer to it");
  }
}
