package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;

/** What an expiry would do to a table: the snapshots that expire, and the files that they leave. */
public final class ExpiryPlan {
  private final TableMetadata before;
  private final Map<Long, String> snapshots;
  private final SortedSet<String> refs;
  private final ExpiredFiles files;
  private final List<String> notes;
  private final Instant now;

  ExpiryPlan(
      TableMetadata before,
      Map<Long, String> snapshots,
      Set<String> refs,
      ExpiredFiles files,
      List<String> notes,
      Instant now) {
    this.before = before;
    this.snapshots = snapshots;
    this.refs = new TreeSet<>(refs);
    this.files = files;
    this.notes = List.copyOf(notes);
    this.now = now;
  }

  /** Whether no snapshot, tag or branch expires. */
  public boolean isEmpty() {
    return snapshots.isEmpty() && refs.isEmpty();
  }

  /** The snapshots, oldest first, the tags and branches, then the files, by location. */
  public Stream<PlannedItem> items() {
    return Stream.of(
            snapshots.entrySet().stream().map(this::item),
            refs.stream().map(this::item),
            files.items())
        .flatMap(items -> items);
  }

  /** The number of snapshots that expire. */
  public int snapshots() {
    return snapshots.size();
  }

  /** The files that are deleted, by kind. */
  public SortedMap<Kind, FileCount> files() {
    return files.counts();
  }

  /** The tags and branches that are removed, since they have reached their own maximum age. */
  public Set<String> refs() {
    return refs;
  }

  /** Sentences about snapshots that are kept although an age or a limit says otherwise. */
  public List<String> notes() {
    return notes;
  }

  /** When the oldest snapshot that is kept was committed; empty if the table has no snapshot. */
  public Optional<Instant> oldestKept() {
    return before.snapshots().stream()
        .filter(snapshot -> !snapshots.containsKey(snapshot.snapshotId()))
        .map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis()))
        .min(Instant::compareTo);
  }

  TableMetadata before() {
    return before;
  }

  Set<Long> snapshotIds() {
    return snapshots.keySet();
  }

  ExpiredFiles expiredFiles() {
    return files;
  }

  private PlannedItem item(Map.Entry<Long, String> snapshot) {
    return new PlannedItem(
        MaintenanceStep.EXPIRE,
        Kind.SNAPSHOT,
        Long.toString(snapshot.getKey()),
        -1,
        ageMillis(snapshot.getKey()),
        snapshot.getValue());
  }

  private PlannedItem item(String ref) {
    return new PlannedItem(
        MaintenanceStep.EXPIRE,
        Kind.REF,
        target(before, ref),
        -1,
        ageMillis(before.ref(ref).snapshotId()),
        "it has reached its maximum age");
  }

  /** Identifies a tag or a branch in every plan of the table. */
  static String target(TableMetadata metadata, String ref) {
    return (metadata.ref(ref).isTag() ? "tag " : "branch ") + ref;
  }

  private long ageMillis(long snapshot) {
    Snapshot found = before.snapshot(snapshot);
    return found == null ? -1 : now.toEpochMilli() - found.timestampMillis();
  }
}
