package com.k2.marketdata.lake.maintain;

import java.io.Serializable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;

/**
 * One run of maintenance.
 *
 * @param id unique among the runs
 */
public record MaintenanceRun(String id) implements Serializable {
  /** The summary key of the run and the step that committed a snapshot. */
  public static final String SUMMARY_KEY = "k2.maintain";

  /** Records this run and a step in the summary of the snapshot that an update will commit. */
  public void mark(SnapshotUpdate<?> update, MaintenanceStep step) {
    update.set(SUMMARY_KEY, mark(step));
  }

  /** Whether a step of this run committed the snapshot. */
  public boolean isMarked(Snapshot snapshot, MaintenanceStep step) {
    return mark(step).equals(snapshot.summary().get(SUMMARY_KEY));
  }

  private String mark(MaintenanceStep step) {
    return id + " " + step;
  }
}
