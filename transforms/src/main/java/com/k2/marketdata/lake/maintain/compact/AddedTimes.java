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
   * that a file is never taken for older than it is.
   */
  long millis(DataFile file) {
    var next = millisBySequenceNumber.ceilingEntry(order(file));
    return next == null ? Long.MAX_VALUE : next.getValue();
  }

  /** The file's place in the order in which files were added. */
  static long order(DataFile file) {
    Long number = file.fileSequenceNumber();
    return number == null ? 0 : number;
  }
}
