package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit that does not change positions, such as an anchor. The new snapshot carries every ledger
 * unchanged, and the commit's id. If an ancestor already has the id, the commit has succeeded
 * before; this covers repeated commits and lost responses.
 */
public final class CarryCommit {
  /** The summary key of the id. */
  private static final String ID = "k2.carry";

  private static final Logger LOG = LoggerFactory.getLogger(CarryCommit.class);

  private final Table table;
  private final String id;
  private final @Nullable CycleAge age;

  /**
   * For commits that add no files written earlier.
   *
   * @param id unique, and the same each time the commit is repeated
   */
  public CarryCommit(Table table, String id) {
    this(table, id, null);
  }

  /**
   * For commits of files that may be removed as orphans once they are too old.
   *
   * @param id unique, and the same each time the commit is repeated
   * @param age fails a commit that is too old; null for no maximum age
   */
  public CarryCommit(Table table, String id, @Nullable CycleAge age) {
    this.table = table;
    this.id = id;
    this.age = age;
  }

  /**
   * Commits the update, unless it was committed before.
   *
   * @param update builds the update on the table's current state, without committing it
   * @throws ValidationException if the update is not valid on the table's current state
   * @throws SystemFaultException if the catalog does not respond, the outcome is unknown, other
   *     writers kept committing first, or the commit is too old; no file is deleted
   */
  public void commit(Function<Table, SnapshotUpdate<?>> update) {
    commit(TableLedgers::read, update);
  }

  /**
   * The same with ledgers that the table's history may no longer have.
   *
   * @param ledgers returns the ledgers to carry, given the refreshed table
   */
  void commit(Function<Table, TableLedgers> ledgers, Function<Table, SnapshotUpdate<?>> update) {
    CommitRounds.run(table, () -> round(ledgers, update));
  }

  private Optional<String> round(
      Function<Table, TableLedgers> ledgers, Function<Table, SnapshotUpdate<?>> update) {
    Optional<Snapshot> done = find(SnapshotUtil.currentAncestors(table));
    if (done.isPresent()) {
      LOG.info(
          "{} was already committed to {} as snapshot {}",
          id,
          table.name(),
          done.get().snapshotId());
      return Optional.of(id);
    }
    TableLedgers carried = ledgers.apply(table);
    SnapshotUpdate<?> built = update.apply(table);
    built.set(ID, id);
    carried.writeTo(built);
    if (!CommitAttempt.of(table, carried.parent(), built, this::requireAge)
        .commit(id, () -> find(SnapshotUtil.currentAncestors(table)).isPresent())) {
      return Optional.empty();
    }
    LOG.info(
        "Committed {} to {} as snapshot {}, cycles by topic unchanged: {}",
        id,
        table.name(),
        committed().map(Snapshot::snapshotId).orElse(null),
        carried.cycles());
    return Optional.of(id);
  }

  private void requireAge() {
    if (age != null) {
      age.require(table, id);
    }
  }

  /** The commit's snapshot right after the commit, when Iceberg may have to load the table. */
  private Optional<Snapshot> committed() {
    return SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> RetryingMetadata.read(() -> find(table.snapshots())));
  }

  private Optional<Snapshot> find(Iterable<Snapshot> snapshots) {
    for (Snapshot snapshot : snapshots) {
      if (id.equals(snapshot.summary().get(ID))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }
}
