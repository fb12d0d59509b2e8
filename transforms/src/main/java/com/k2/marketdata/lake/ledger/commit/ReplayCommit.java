package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit of a replay: appends trades to silver in one snapshot that carries every ledger. Only
 * the number of the topic's rows changes, so that a running writer is not disturbed.
 *
 * <p>The replay is valid only if silver was not rolled back to before the snapshot that it was
 * planned from, and since then no other replay of the topic was committed and the position was
 * never set back: otherwise a cycle may have judged the messages again. If an ancestor already has
 * the replay's id, the commit has succeeded before; this covers repeated commits and lost
 * responses.
 *
 * @param topic the topic of the dead letters
 * @param id the replay's unique id
 * @param planned silver's snapshot that the replay was planned from
 * @param position the topic's ledger at that snapshot
 * @param age how old the replay may be when it is committed
 */
public record ReplayCommit(String topic, String id, long planned, Ledger position, CycleAge age)
    implements Serializable {
  /** The prefix of the summary key of the id; the topic follows. */
  static final String KEY = "k2.replay.";

  private static final Logger LOG = LoggerFactory.getLogger(ReplayCommit.class);

  /**
   * Commits the files, unless they were committed before.
   *
   * @throws ConflictException if the replay is no longer valid; nothing is changed
   * @throws SystemFaultException if the replay is too old, the catalog does not respond, or the
   *     outcome is unknown; no file is deleted
   */
  public void commit(Table silver, Collection<DataFile> files) {
    CommitRounds.run(silver, () -> round(silver, files));
  }

  private Optional<String> round(Table silver, Collection<DataFile> files) {
    if (isCommitted(silver)) {
      LOG.info("{} was already committed to {}", id, silver.name());
      return Optional.of(id);
    }
    requireValid(silver);
    TableLedgers ledgers = TableLedgers.readPlanned(silver);
    Ledger found = ledgers.of(topic).orElse(null);
    requirePositions(silver, found);
    Long rows = RowAccount.before(silver, ledgers, topic, found);
    RowChange change = FileAppend.of(silver, files);
    change.update().set(KEY + topic, id);
    ledgers
        .with(topic, found.withRowCount(rows == null ? null : rows + change.rows()))
        .writeTo(change.update());
    if (!CommitAttempt.of(silver, ledgers.parent(), change.update(), () -> age.require(silver, id))
        .commit(id, () -> isCommitted(silver))) {
      return Optional.empty();
    }
    LOG.info("Committed {} to {}: {} rows", id, silver.name(), change.rows());
    return Optional.of(id);
  }

  private boolean isCommitted(Table silver) {
    return sincePlanned(silver).stream().anyMatch(one -> id.equals(one.summary().get(KEY + topic)));
  }

  /** The current snapshot and its ancestors, up to the planned one. */
  private List<Snapshot> sincePlanned(Table silver) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (Snapshot ancestor : SnapshotUtil.currentAncestors(silver)) {
      snapshots.add(ancestor);
      if (ancestor.snapshotId() == planned) {
        break;
      }
    }
    return snapshots;
  }

  private void requireValid(Table silver) {
    List<Snapshot> since = sincePlanned(silver);
    if (since.isEmpty() || since.get(since.size() - 1).snapshotId() != planned) {
      throw conflict(
          silver,
          "snapshot "
              + planned
              + ", which this replay was planned from, is no longer in its history: the table was"
              + " rolled back, or the snapshot has expired");
    }
    for (Snapshot snapshot : silver.snapshots()) {
      if (id.equals(snapshot.summary().get(KEY + topic))) {
        throw conflict(silver, "the table was rolled back right after this replay");
      }
    }
    for (Snapshot snapshot : since.subList(0, since.size() - 1)) {
      String other = snapshot.summary().get(KEY + topic);
      if (other != null) {
        throw conflict(silver, other + " was committed after this replay was planned");
      }
    }
  }

  /** Requires the position now, and at every snapshot since the planned one. */
  private void requirePositions(Table silver, @Nullable Ledger now) {
    requirePosition(silver, now);
    for (Snapshot snapshot : sincePlanned(silver)) {
      Ledger then = TableLedgers.of(snapshot).get(topic);
      if (then != null) {
        requirePosition(silver, then);
      }
    }
  }

  private void requirePosition(Table silver, @Nullable Ledger found) {
    if (found == null || !found.topicId().equals(position.topicId())) {
      throw conflict(silver, "its position is in another topic now");
    }
    position
        .next()
        .forEach(
            (partition, next) -> {
              if (found.next(partition) < next) {
                throw conflict(silver, "its position was set back");
              }
            });
  }

  private ConflictException conflict(Table silver, String why) {
    return new ConflictException(
        id
            + " was not committed to "
            + silver.name()
            + ": "
            + why
            + ". Nothing was changed. Run `k2 replay` again.");
  }
}
