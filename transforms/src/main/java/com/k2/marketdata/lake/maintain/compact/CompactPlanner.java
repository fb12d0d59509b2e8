package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.table.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Plans the compaction of a table. Runs in the driver, which holds the groups within the limits and
 * the small files of one partition value in memory.
 */
public final class CompactPlanner {
  /** The highest format version whose files can be rewritten without loss. */
  private static final int MAX_FORMAT_VERSION = 2;

  private static final Comparator<RewriteGroup> MOST_FILES_PER_BYTE =
      Comparator.<RewriteGroup>comparingDouble(
              group -> (double) group.input().bytes() / group.files().size())
          .thenComparing(RewriteGroup::id);

  private final Table table;
  private final TableDefinition definition;
  private final CompactSettings settings;

  /**
   * @param definition what the table must be like
   */
  public CompactPlanner(Table table, TableDefinition definition, CompactSettings settings) {
    this.table = table;
    this.definition = definition;
    this.settings = settings;
  }

  /**
   * Plans from the table's current snapshot. The maximum age of the commits counts from this call,
   * on the wall clock.
   *
   * @param now for the age of files
   * @throws MaintenanceRefusedException if the table has another format version or partitioning
   */
  public CompactPlan plan(Instant now) {
    RetryingMetadata.refresh(table);
    requireKnown();
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null ? CompactPlan.EMPTY : plan(snapshot, now);
  }

  private void requireKnown() {
    int version = TableUtil.formatVersion(table);
    if (version > MAX_FORMAT_VERSION) {
      throw new MaintenanceRefusedException(
          table.name()
              + " has format version "
              + version
              + ", and K2 compacts tables up to version "
              + MAX_FORMAT_VERSION
              + ". Compact it with the tool that upgraded it.");
    }
    String found = TableDefinition.partitioning(table);
    if (!found.equals(definition.partitioning())) {
      throw new MaintenanceRefusedException(
          table.name()
              + " is partitioned by "
              + found
              + ", not by "
              + definition.partitioning()
              + ". Compact it with the tool that changed the partitioning.");
    }
  }

  private CompactPlan plan(Snapshot snapshot, Instant now) {
    AddedTimes added = new AddedTimes(table);
    FileChoice choice =
        new FileChoice(
            new FilePacking(targetBytes()),
            added,
            table.spec().specId(),
            now.minus(settings.settle()).toEpochMilli());
    TableFiles files = TableFiles.of(table, snapshot.snapshotId(), choice);
    PlanBasis basis = PlanBasis.of(snapshot, CycleAge.startingNow(CycleAge.maxOf(table)));
    List<RewriteGroup> chosen = List.of();
    FileCount possible = FileCount.NONE;
    for (StructLike partition : files.partitions()) {
      List<RewriteGroup> groups = new ArrayList<>(chosen);
      for (List<DataFile> group :
          new PartitionPlanner(table, snapshot.snapshotId(), partition, choice).groups()) {
        RewriteGroup found = RewriteGroup.of(basis, group, ageMillis(group, added, now));
        groups.add(found);
        possible = possible.plus(found.input());
      }
      chosen = withinLimits(groups);
    }
    return files.plan(possible, chosen);
  }

  private static long ageMillis(List<DataFile> files, AddedTimes added, Instant now) {
    OptionalLong newest = files.stream().mapToLong(added::millis).max();
    return Math.max(0, now.toEpochMilli() - newest.orElseThrow());
  }

  /** The groups that remove the most files per rewritten byte. */
  private List<RewriteGroup> withinLimits(List<RewriteGroup> groups) {
    List<RewriteGroup> within = new ArrayList<>();
    FileCount sum = FileCount.NONE;
    for (RewriteGroup group : groups.stream().sorted(MOST_FILES_PER_BYTE).toList()) {
      FileCount more = sum.plus(group.input());
      if (more.bytes() <= settings.maxBytes() && more.files() <= settings.maxFiles()) {
        within.add(group);
        sum = more;
      }
    }
    return within;
  }

  private long targetBytes() {
    return PropertyUtil.propertyAsLong(
        table.properties(),
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }
}
