package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.ConcurrentExpiry;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.FileDeletion;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.Refusals;
import com.k2.marketdata.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.PropertyUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires old snapshots of a table. A plan lists the snapshots, and the files that only they refer
 * to, without changing anything. To execute it, the snapshots are removed from the table's metadata
 * first; then the files are listed again, against the table's state after that commit, and those
 * that both lists have are deleted. A process that dies in between leaves orphan files only.
 */
public final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private final Table table;
  private final TableOperations operations;
  private final ExpirySettings settings;
  private final Refusals refusals;

  public Expiry(Table table, ExpirySettings settings) {
    this.table = table;
    this.operations = ((HasTableOperations) table).operations();
    this.settings = settings;
    this.refusals =
        new Refusals("Snapshots of " + table.name() + " are not expired, and no file is deleted");
  }

  /**
   * Plans the expiry of all snapshots that the settings select.
   *
   * @param now the time from which ages are measured
   * @throws MaintenanceRefusedException if expiry is not safe for the table
   * @throws ConflictException if another run expires snapshots meanwhile
   */
  public ExpiryPlan plan(Instant now) {
    return plan(now, target -> true);
  }

  /**
   * The same, restricted to what an earlier plan has.
   *
   * @param targets the {@link PlannedItem#target targets} of the earlier plan
   */
  public ExpiryPlan planOnly(Instant now, Set<String> targets) {
    return plan(now, targets::contains);
  }

  private ExpiryPlan plan(Instant now, Predicate<String> allowed) {
    SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
    TableMetadata before = operations.current();
    refusals.requireCollectable(before.properties());
    SnapshotSelection selected = select(before, now, allowed);
    Map<Long, String> snapshots = new LinkedHashMap<>(selected.expired());
    snapshots.keySet().removeIf(snapshot -> !allowed.test(Long.toString(snapshot)));
    ExpiredFiles files = new ExpiredFiles(List.of());
    if (!snapshots.isEmpty()) {
      files =
          ConcurrentExpiry.reading(
              table, () -> files(before, snapshots.keySet(), selected.expiredRefs(), allowed));
    }
    return new ExpiryPlan(before, snapshots, selected.expiredRefs(), files, selected.notes(), now);
  }

  private SnapshotSelection select(TableMetadata metadata, Instant now, Predicate<String> allowed) {
    Duration maxRefAge =
        Duration.ofMillis(
            PropertyUtil.propertyAsLong(
                metadata.properties(),
                TableProperties.MAX_REF_AGE_MS,
                TableProperties.MAX_REF_AGE_MS_DEFAULT));
    SnapshotHistory history =
        SystemFaultException.wrapping(
            "Could not read the metadata of table " + table.name(),
            () -> TableHistory.of(metadata, operations.io(), settings.maxMetadataBytes()));
    return SnapshotSelection.of(
        history,
        settings,
        CycleAge.maxOf(table),
        maxRefAge,
        ref -> allowed.test(ExpiryPlan.target(metadata, ref)),
        now);
  }

  private ExpiredFiles files(
      TableMetadata before, Set<Long> snapshots, Set<String> refs, Predicate<String> allowed) {
    ManifestReading reading = ManifestReading.lists(before, operations.io(), refusals);
    ExpiredFiles files = rehearse(before, snapshots, refs, allowed);
    reading.describe(files);
    return files;
  }

  private ExpiredFiles rehearse(
      TableMetadata before, Set<Long> snapshots, Set<String> refs, Predicate<String> allowed) {
    List<String> locations;
    try {
      locations = unreferenced(before, ExpiryCommit.without(before, snapshots, refs), refs);
    } catch (RuntimeException e) {
      throw refusals.unreadable("its metadata", e);
    }
    locations.removeIf(allowed.negate());
    return new ExpiredFiles(locations);
  }

  private List<String> unreferenced(TableMetadata before, TableMetadata after, Set<String> refs) {
    return UnreferencedFiles.between(
        ExpiryCommit.without(before, Set.of(), refs), after, operations.io(), table.name());
  }

  /**
   * Executes a plan.
   *
   * @throws MaintenanceRefusedException if the catalog does not allow it
   * @throws ConflictException if a tag or a branch was created that refers to an expired snapshot,
   *     or the table was rolled back
   * @throws SystemFaultException if other writers kept committing first, or the outcome is unknown;
   *     then no file was deleted
   */
  public ExpiryResult execute(ExpiryPlan plan) {
    if (plan.isEmpty()) {
      return ExpiryResult.NOTHING;
    }
    Optional<TableMetadata> before =
        new ExpiryCommit(operations, table.name(), refusals, plan).commit();
    if (before.isEmpty()) {
      return ExpiryResult.NOTHING;
    }
    LOG.info(
        "Expired {} of {}{}",
        Counted.of(plan.snapshots(), "snapshot"),
        table.name(),
        plan.refs().isEmpty() ? "" : ", and the tags and branches " + plan.refs());
    List<String> locations = remaining(before.get(), plan);
    FileIO io = operations.io();
    FileDeletion deletion = new FileDeletion(io);
    SortedMap<Kind, FileCount> counts = new TreeMap<>();
    for (String location : locations) {
      if (plan.expiredFiles().contains(location)) {
        plan.expiredFiles().countIn(location, counts);
        deletion.add(location);
      }
    }
    long failed = deletion.finish();
    ExpiryResult tried = new ExpiryResult(plan.snapshots(), plan.refs().size(), counts, failed, 0);
    long left = plan.expiredFiles().size() - tried.total().files();
    LOG.info(
        "Deleted {} that only expired snapshots of {} referred to; {} failed, {} left",
        Counted.of(tried.total().files() - failed, "file"),
        table.name(),
        failed,
        left);
    return new ExpiryResult(plan.snapshots(), plan.refs().size(), counts, failed, left);
  }

  /** What no snapshot refers to after the commit; nothing if that cannot be read. */
  private List<String> remaining(TableMetadata base, ExpiryPlan plan) {
    if (plan.snapshots() == 0) {
      return List.of();
    }
    try {
      TableMetadata after = RetryingMetadata.refresh(operations);
      ReplacedState replaced = new ReplacedState(plan, operations.io());
      TableMetadata before = replaced.find(base, after);
      replaced.requireNothingLost(table.name(), before);
      return unreferenced(before, after, plan.refs());
    } catch (ConflictException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn(
          "Snapshots of {} have expired, but their files could not be listed. The files are left to"
              + " the removal of orphans.",
          table.name(),
          e);
      return List.of();
    }
  }
}
