package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Failed;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Missing;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import com.k2.marketdata.progress.TaskProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces rewritten groups in their table, in at most 10 commits that carry the ledgers. Appends
 * of other writers never conflict. A group whose files another writer removed, or that new position
 * deletes apply to, is given up. No file is deleted whatever the outcome: a commit whose response
 * was lost may refer to it, so only orphan removal deletes it.
 */
public final class RewriteCommit {
  /** The summary key of the ids of the groups that a snapshot replaced. */
  static final String GROUPS = "k2.compaction.groups";

  private static final Logger LOG = LoggerFactory.getLogger(RewriteCommit.class);
  private static final int MAX_COMMITS = 10;

  /** Fewer groups would not make a commit much shorter. */
  private static final int MIN_GROUPS = 8;

  private static final int MAX_REASONS = 10;

  /** A group, and the file that replaces its files. */
  private record Replacement(RewriteGroup group, DataFile file) {}

  private final Table table;
  private final MaintenanceRun run;
  private final List<String> failures = new ArrayList<>();
  private final List<String> giveUps = new ArrayList<>();
  private int commits;
  private int groups;
  private FileCount input = FileCount.NONE;
  private FileCount output = FileCount.NONE;
  private int givenUp;
  private int failed;
  private int late;

  /** A commit of groups of one plan. May be used once. */
  public RewriteCommit(Table table, MaintenanceRun run) {
    this.table = table;
    this.run = run;
  }

  /**
   * Commits the groups that were written. If the catalog does not respond, the outcome of a commit
   * is unknown, or the files are too old, the groups that are not committed yet have failed.
   *
   * @throws SystemFaultException if the table cannot be read; nothing was committed
   */
  public CompactResult commit(Iterable<RewrittenGroup> rewritten) {
    SystemFaultException.wrapping(
        "Could not read table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
    commitAll(written(rewritten));
    return new CompactResult(commits, groups, input, output, givenUp, failed, late, reasons());
  }

  /** Counts the groups that were not written, and returns the others in the order of commits. */
  private List<Replacement> written(Iterable<RewrittenGroup> rewritten) {
    IntactGroups intact = new IntactGroups(table);
    List<Replacement> written = new ArrayList<>();
    for (RewrittenGroup each : rewritten) {
      if (each.outcome() instanceof Written done) {
        written.add(new Replacement(each.group(), done.file()));
      } else if (each.outcome() instanceof Missing missing) {
        countMissing(each.group(), missing.why(), intact);
      } else if (each.outcome() instanceof Failed failure) {
        failed++;
        failures.add(each.group() + ": " + failure.why());
      } else {
        late++;
      }
    }
    // Neighbors are in the same manifests.
    written.sort(
        Comparator.<Replacement, String>comparing(
                each -> table.spec().partitionToPath(each.group().partition()))
            .thenComparing(each -> each.group().id()));
    return written;
  }

  private void commitAll(List<Replacement> written) {
    int size = batchSize(written.size());
    for (int from = 0; from < written.size(); from += size) {
      List<Replacement> batch = written.subList(from, Math.min(from + size, written.size()));
      int before = groups + givenUp;
      try {
        commitIntact(batch);
        TaskProgress.report();
      } catch (SystemFaultException e) {
        LOG.error("Not all groups of {} were committed", table.name(), e);
        failed += written.size() - from - (groups + givenUp - before);
        failures.add(0, e.getMessage());
        return;
      }
    }
  }

  /** How many groups a commit replaces. */
  static int batchSize(int groups) {
    return Math.max(MIN_GROUPS, (groups + MAX_COMMITS - 1) / MAX_COMMITS);
  }

  /** Commits the groups; without those that are lost, if there are any. */
  private void commitIntact(List<Replacement> batch) {
    List<Replacement> open = withoutCommitted(batch);
    if (open.isEmpty()) {
      return;
    }
    try {
      replace(open);
    } catch (ValidationException e) {
      IntactGroups intact = new IntactGroups(table);
      Map<Boolean, List<Replacement>> byIntact =
          open.stream().collect(Collectors.partitioningBy(each -> intact.has(each.group())));
      List<Replacement> remaining = byIntact.get(true);
      boolean anyLost = remaining.size() < open.size();
      for (Replacement lost : anyLost ? byIntact.get(false) : open) {
        giveUp(lost.group(), e.getMessage());
      }
      if (anyLost) {
        commitIntact(remaining);
      }
      return;
    }
    commits++;
    open.forEach(this::count);
  }

  /** A repeated task finds groups that it has committed before; these are only counted. */
  private List<Replacement> withoutCommitted(List<Replacement> batch) {
    Set<String> committed = committedGroups();
    List<Replacement> open = new ArrayList<>();
    for (Replacement each : batch) {
      if (committed.contains(each.group().id())) {
        count(each);
      } else {
        open.add(each);
      }
    }
    return open;
  }

  private Set<String> committedGroups() {
    Set<String> ids = new HashSet<>();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (run.isMarked(snapshot, MaintenanceStep.COMPACT)) {
        ids.addAll(List.of(snapshot.summary().getOrDefault(GROUPS, "").split(" ")));
      }
    }
    return ids;
  }

  private void replace(List<Replacement> batch) {
    PlanBasis basis = batch.get(0).group().basis();
    List<String> ids = batch.stream().map(each -> each.group().id()).toList();
    new CarryCommit(
            table, "compaction " + run.id() + "/" + RewriteGroup.hash(ids.stream()), basis.age())
        .commit(
            current -> {
              RewriteFiles rewrite =
                  current
                      .newRewrite()
                      .validateFromSnapshot(basis.snapshotId())
                      .dataSequenceNumber(basis.sequenceNumber());
              for (Replacement each : batch) {
                each.group().files().forEach(rewrite::deleteFile);
                rewrite.addFile(each.file());
              }
              run.mark(rewrite, MaintenanceStep.COMPACT);
              rewrite.set(GROUPS, String.join(" ", ids));
              return rewrite;
            });
  }

  private void count(Replacement replaced) {
    groups++;
    input = input.plus(replaced.group().input());
    output = output.plus(FileCount.ofOne(replaced.file().fileSizeInBytes()));
  }

  private void countMissing(RewriteGroup group, String why, IntactGroups intact) {
    if (intact.has(group)) {
      failed++;
      failures.add(
          group
              + ": a data file that the table refers to is missing ("
              + why
              + "); see bin/k2 verify");
    } else {
      giveUp(group, why);
    }
  }

  private void giveUp(RewriteGroup group, String why) {
    LOG.warn(
        "{} of {} is given up, because another writer changed its files: {}",
        group,
        table.name(),
        why);
    givenUp++;
    giveUps.add(group + ": " + why);
  }

  /** Failures come first. */
  private List<String> reasons() {
    return Stream.concat(failures.stream(), giveUps.stream()).limit(MAX_REASONS).toList();
  }
}
