package com.k2.marketdata.lake.maintain;

import java.io.Serializable;
import java.util.Locale;
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
    update.set(SUMMARY_KEY, id + " " + step.name().toLowerCase(Locale.ROOT));
  }
}
