package com.k2.marketdata.cycle;

import com.k2.marketdata.lake.commit.CommitTables;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * The result of a cycle, read back from the snapshots that it committed.
 *
 * @param files how many data files it added to all tables
 * @param bytes the size of these files
 * @param commitMillis how long its commits took
 * @param lag how many offsets are left to process
 * @param blocked how many more exist but cannot be read yet, because of an open transaction; empty
 *     for a cycle that does not read Kafka
 */
public record CycleReport(
    String cycle,
    String ranges,
    long read,
    long accepted,
    long rejected,
    long files,
    long bytes,
    long commitMillis,
    long lag,
    OptionalLong blocked) {

  /** The report of a cycle that added this ledger and these snapshots. */
  public static CycleReport of(
      ExchangeCycles.Cycle cycle,
      Ledger ledger,
      List<Snapshot> snapshots,
      Map<String, Long> counters,
      long lag,
      OptionalLong blocked) {
    return new CycleReport(
        cycle.id(),
        cycle.ranges(),
        ledger.read(),
        ledger.accepted(),
        ledger.rejected(),
        sum(snapshots, SnapshotSummary.ADDED_FILES_PROP),
        sum(snapshots, SnapshotSummary.ADDED_FILE_SIZE_PROP),
        counters.getOrDefault(CommitTables.COMMIT_MILLIS, 0L),
        lag,
        blocked);
  }

  /** A line for the log. */
  public String line(long durationMillis) {
    List<String> fields = new ArrayList<>();
    fields.add("cycle=" + cycle);
    fields.add("ranges=" + ranges);
    fields.add("read=" + read);
    fields.add("accepted=" + accepted);
    fields.add("rejected=" + rejected);
    fields.add("files=" + files);
    fields.add("bytes=" + bytes);
    fields.add("ms=" + durationMillis);
    fields.add("commit_ms=" + commitMillis);
    fields.add("lag=" + lag);
    blocked.ifPresent(offsets -> fields.add("blocked=" + offsets));
    return String.join(" ", fields);
  }

  private static long sum(List<Snapshot> snapshots, String property) {
    return snapshots.stream()
        .mapToLong(snapshot -> Long.parseLong(snapshot.summary().getOrDefault(property, "0")))
        .sum();
  }
}
