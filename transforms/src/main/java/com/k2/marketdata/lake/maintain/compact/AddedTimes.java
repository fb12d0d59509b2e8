package com.k2.marketdata.lake.maintain.compact;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** When the files of a table were added, as far as its snapshots show. */
final class AddedTimes {
  private final NavigableMap<Long, Long> millisBySequenceNumber = new TreeMap<>();

  AddedTimes(Table table) {
    for (Snapshot snapshot : table.snapshots()) {
      millisBySequenceNumber.put(snapshot.sequenceNumber(), snapshot.timestampMillis());
    }
  }

  /**
   * The time of the snapshot that added the file. If it has expired, that of the next snapshot, so
   * that the age of a file is never overestimated.
   */
  long millis(DataFile file) {
    var next = millisBySequenceNumber.ceilingEntry(order(file));
    return next == null ? Long.MAX_VALUE : next.getValue();
  }

  /**
   * Whether the snapshot that added the file is known and newer than a time. A snapshot that has
   * expired is old enough for every purpose of a compaction.
   */
  boolean isAfter(DataFile file, long time) {
    Long added = millisBySequenceNumber.get(order(file));
    return added != null && added > time;
  }

  /** The file's place in the order in which files were added. */
  static long order(DataFile file) {
    Long number = file.fileSequenceNumber();
    return number == null ? 0 : number;
  }
}
