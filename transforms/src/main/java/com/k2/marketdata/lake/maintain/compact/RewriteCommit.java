package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Failed;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Lost;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces rewritten groups in their table, in at most 10 commits that carry the ledgers. Appends
 * of other writers never conflict. A group whose files another writer removed, or that new position
 * deletes apply to, is given up. No file is deleted whatever the outcome: a commit whose response
 * was lost may refer to it, so only orphan removal deletes it.
 */
public final class RewriteCommit {
  private static final Logger LOG = LoggerFactory.getLogger(RewriteCommit.class);
  private static final int MAX_COMMITS = 10;

  /** A commit takes about as long for several groups as for one. */
  private static final int MIN_GROUPS = 8;

  private static final int MAX_REASONS = 10;

  /** A group, and the file that replaces its files. */
  private record Replacement(RewriteGroup group, DataFile file) {}

  private final Table table;
  private final MaintenanceRun run;
  private final List<String> reasons = new ArrayList<>();
  private int commits;
  private int groups;
  private FileCount input = FileCount.NONE;
  private FileCount output = FileCount.NONE;
  private int givenUp;
  private int failed;

  /** A commit of groups of one plan. May be used once. */
  public RewriteCommit(Table table, MaintenanceRun run) {
    this.table = table;
    this.run = run;
  }

  /**
   * Commits the groups that were written.
   *
   * @throws SystemFaultException if the catalog does not respond, the outcome of a commit is
   *     unknown, or the files are too old to be committed; earlier commits remain
   */
  public CompactResult commit(Iterable<RewrittenGroup> rewritten) {
    List<Replacement> written = new ArrayList<>();
    for (RewrittenGroup each : rewritten) {
      if (each.outcome() instanceof Written done) {
        written.add(new Replacement(each.group(), done.file()));
      } else if (each.outcome() instanceof Lost lost) {
        giveUp(each.group(), lost.why());
      } else if (each.outcome() instanceof Failed failure) {
        failed++;
        addReason(each.group(), failure.why());
      }
    }
    // Neighbors are in the same manifests. The order is the same if the commit is repeated.
    written.sort(
        Comparator.<Replacement, String>comparing(
                each -> table.spec().partitionToPath(each.group().partition()))
            .thenComparing(each -> each.group().id()));
    int size = Math.max(MIN_GROUPS, (written.size() + MAX_COMMITS - 1) / MAX_COMMITS);
    for (int from = 0; from < written.size(); from += size) {
      commitIntact(written.subList(from, Math.min(from + size, written.size())));
    }
    return new CompactResult(commits, groups, input, output, givenUp, failed, List.copyOf(reasons));
  }

  /** Commits the groups; without those that are lost, if there are any. */
  private void commitIntact(List<Replacement> batch) {
    try {
      replace(batch);
      count(batch);
    } catch (ValidationException e) {
      IntactGroups intact = new IntactGroups(table);
      Map<Boolean, List<Replacement>> byIntact =
          batch.stream().collect(Collectors.partitioningBy(each -> intact.has(each.group())));
      List<Replacement> remaining = byIntact.get(true);
      boolean anyLost = remaining.size() < batch.size();
      for (Replacement lost : anyLost ? byIntact.get(false) : batch) {
        giveUp(lost.group(), e.getMessage());
      }
      if (anyLost && !remaining.isEmpty()) {
        commitIntact(remaining);
      }
    }
  }

  private void replace(List<Replacement> batch) {
    PlanBasis basis = batch.get(0).group().basis();
    String id =
        "compaction "
            + run.id()
            + "/"
            + RewriteGroup.hash(batch.stream().map(each -> each.group().id()));
    new CarryCommit(table, id, basis.age())
        .commit(
            current -> {
              org.apache.iceberg.RewriteFiles rewrite =
                  current
                      .newRewrite()
                      .validateFromSnapshot(basis.snapshotId())
                      .dataSequenceNumber(basis.sequenceNumber());
              for (Replacement each : batch) {
                each.group().files().forEach(rewrite::deleteFile);
                rewrite.addFile(each.file());
              }
              run.mark(rewrite, MaintenanceStep.COMPACT);
              return rewrite;
            });
  }

  private void count(List<Replacement> batch) {
    commits++;
    groups += batch.size();
    for (Replacement each : batch) {
      input = input.plus(each.group().input());
      output = output.plus(FileCount.ofOne(each.file().fileSizeInBytes()));
    }
  }

  private void giveUp(RewriteGroup group, String why) {
    LOG.warn(
        "{} of {} is given up, because another writer changed its files: {}",
        group,
        table.name(),
        why);
    givenUp++;
    addReason(group, why);
  }

  private void addReason(RewriteGroup group, String why) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(group + ": " + why);
    }
  }
}
