package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an expiry has done.
 *
 * @param snapshots how many snapshots it removed; 0 if another run had removed all
 * @param refs how many tags and branches it removed
 * @param files the files that it deleted or tried to delete, by kind
 * @param failed how many of these could not be deleted
 * @param left how many planned files it left in place. No snapshot refers to them, or another
 *     commit has begun to. Removal of orphans deletes the former.
 */
public record ExpiryResult(
    int snapshots, int refs, SortedMap<Kind, FileCount> files, long failed, long left)
    implements Serializable {
  public static final ExpiryResult NOTHING = new ExpiryResult(0, 0, new TreeMap<>(), 0, 0);

  /** All files, whatever their kind. */
  public FileCount total() {
    return files.values().stream().reduce(FileCount.NONE, FileCount::plus);
  }
}
