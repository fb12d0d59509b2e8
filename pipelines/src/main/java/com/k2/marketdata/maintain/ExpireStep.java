package com.k2.marketdata.maintain;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.expire.Expiry;
import com.k2.marketdata.lake.maintain.expire.ExpiryPlan;
import com.k2.marketdata.lake.maintain.expire.ExpiryResult;
import com.k2.marketdata.lake.maintain.expire.ExpirySettings;
import com.k2.marketdata.lake.maintain.expire.Floor;
import com.k2.marketdata.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.SnapshotUtil;

/** Expires snapshots of a table, in the driver. */
final class ExpireStep {
  private static final MaintenanceStep STEP = MaintenanceStep.EXPIRE;

  private final StepContext context;
  private final SnapshotFloors floors;

  /**
   * @param floors receives the oldest snapshot that is kept
   */
  ExpireStep(StepContext context, SnapshotFloors floors) {
    this.context = context;
    this.floors = floors;
  }

  StepReport run() {
    ExpirySettings settings = context.settings().expiry();
    for (Floor floor : floors.of(context.name(), context.table())) {
      settings = settings.withFloor(floor);
    }
    Expiry expiry = new Expiry(context.table(), settings);
    ExpiryPlan plan =
        context
            .allowed(STEP)
            .map(targets -> expiry.planOnly(context.now(), targets))
            .orElseGet(() -> expiry.plan(context.now()));
    context.planned().ifPresent(planned -> plan.items().forEach(planned));
    StepReport report =
        context.settings().execute()
            ? done(plan, expiry.execute(plan))
            : StepReport.planned(
                STEP, counts(plan.snapshots(), plan.refs().size(), plan.files()), notes(plan));
    floors.keeps(context.name(), plan.oldestKept());
    return report;
  }

  private StepReport done(ExpiryPlan plan, ExpiryResult result) {
    List<String> notes = new ArrayList<>(notes(plan));
    if (!plan.isEmpty() && result.equals(ExpiryResult.NOTHING)) {
      notes.add("Another run has expired the planned snapshots, tags and branches already.");
    }
    if (result.left() > 0) {
      notes.add(
          Counted.of(result.left(), "file")
              + " left in place; if nothing refers to them, the step orphans removes them.");
    }
    return StepReport.deleted(
        STEP, counts(result.snapshots(), result.refs(), result.files()), result.failed(), notes);
  }

  private List<String> notes(ExpiryPlan plan) {
    List<String> notes = new ArrayList<>(plan.notes());
    if (!plan.refs().isEmpty()) {
      notes.add("Tags and branches that have reached their maximum age: " + plan.refs() + ".");
    }
    oldestForRollback(plan)
        .ifPresent(
            oldest -> notes.add("A rollback is possible to snapshots from " + oldest + " on."));
    return notes;
  }

  /** The oldest ancestor of the current snapshot that is kept; a tag may keep an older snapshot. */
  private Optional<Instant> oldestForRollback(ExpiryPlan plan) {
    Set<String> expired =
        plan.items()
            .filter(item -> item.kind() == Kind.SNAPSHOT)
            .map(PlannedItem::target)
            .collect(Collectors.toSet());
    Instant oldest = null;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(context.table())) {
      if (!expired.contains(Long.toString(snapshot.snapshotId()))) {
        oldest = Instant.ofEpochMilli(snapshot.timestampMillis());
      }
    }
    return Optional.ofNullable(oldest);
  }

  private static SortedMap<Kind, FileCount> counts(
      int snapshots, int refs, SortedMap<Kind, FileCount> files) {
    SortedMap<Kind, FileCount> counts = new TreeMap<>(files);
    if (snapshots > 0) {
      counts.put(Kind.SNAPSHOT, new FileCount(snapshots, 0));
    }
    if (refs > 0) {
      counts.put(Kind.REF, new FileCount(refs, 0));
    }
    return counts;
  }
}
