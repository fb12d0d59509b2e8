package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.expire.SnapshotHistory.Entry;
import com.k2.marketdata.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.SnapshotRef;

/**
 * Selects the snapshots of a table that expire. The ancestors of the current snapshot that are kept
 * are always the newest ones: a walk back through history stops at the first snapshot that has
 * expired, so one that is kept beyond it could not be found, whatever ledger it has.
 */
final class SnapshotSelection {
  private final SnapshotHistory history;
  private final ExpirySettings settings;
  private final Instant now;
  private final List<Entry> main;

  /** Snapshots that only branches refer to; these expire by the settings of their branches. */
  private final Set<Long> ofBranches = new HashSet<>();

  private final Map<String, SnapshotRef> refs;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Long, String> expired = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Snapshots that neither the age nor a limit may expire. */
  private record Rule(String reason, Set<Long> kept) {}

  private SnapshotSelection(
      SnapshotHistory history, ExpirySettings settings, Duration maxRefAge, Instant now) {
    this.history = history;
    this.settings = settings;
    this.now = now;
    this.main = history.ancestors(history.current());
    this.refs = new LinkedHashMap<>(history.refs());
    Map<Long, Entry> heads = new LinkedHashMap<>();
    history.entries().forEach(entry -> heads.put(entry.id(), entry));
    refs.entrySet().removeIf(ref -> isExpired(ref.getKey(), ref.getValue(), heads, maxRefAge));
  }

  /**
   * Selects.
   *
   * @param maxCycleAge younger snapshots are kept; pipelines that have planned with them may still
   *     commit
   * @param maxRefAge the age from which tags and branches without a setting of their own expire
   */
  static SnapshotSelection of(
      SnapshotHistory history,
      ExpirySettings settings,
      Duration maxCycleAge,
      Duration maxRefAge,
      Instant now) {
    SnapshotSelection selection = new SnapshotSelection(history, settings, maxRefAge, now);
    selection.protect(maxCycleAge);
    selection.select();
    return selection;
  }

  /** The snapshots that expire, oldest first, each with a phrase that says why. */
  Map<Long, String> expired() {
    return expired;
  }

  /** The tags and branches that have reached their own maximum age. */
  Set<String> expiredRefs() {
    Set<String> names = new HashSet<>(history.refs().keySet());
    names.removeAll(refs.keySet());
    return names;
  }

  /** A sentence for each reason that keeps snapshots beyond their age or a limit. */
  List<String> notes() {
    return notes;
  }

  private boolean isExpired(
      String name, SnapshotRef ref, Map<Long, Entry> entries, Duration maxRefAge) {
    Entry head = entries.get(ref.snapshotId());
    long max = ref.maxRefAgeMs() == null ? maxRefAge.toMillis() : ref.maxRefAgeMs();
    return !name.equals(SnapshotRef.MAIN_BRANCH)
        && (head == null || now.toEpochMilli() - head.millis() > max);
  }

  private void protect(Duration maxCycleAge) {
    rules.add(new Rule("readers use it", newest(main, entry -> entry == main.get(0))));
    main.stream()
        .filter(Entry::hasLedgers)
        .findFirst()
        .ifPresent(
            ledgers ->
                rules.add(
                    new Rule("the position is in it", newest(main, entry -> entry == ledgers))));
    keep("a cycle may still use it", since(now.minus(maxCycleAge)));
    for (Floor floor : settings.floors()) {
      keep(floor.reason(), floored(floor));
    }
    refs.forEach(this::protect);
  }

  private void keep(String reason, Predicate<Entry> condition) {
    Set<Long> kept = newest(main, condition);
    history.entries().stream().filter(condition).map(Entry::id).forEach(kept::add);
    rules.add(new Rule(reason, kept));
  }

  private Predicate<Entry> floored(Floor floor) {
    if (floor instanceof Floor.Since since) {
      return since(since.instant());
    }
    long oldest = ((Floor.FromSnapshot) floor).snapshot();
    Entry found =
        history.entries().stream()
            .filter(entry -> entry.id() == oldest)
            .findFirst()
            .orElseThrow(
                () ->
                    new MaintenanceRefusedException(
                        "Snapshot "
                            + oldest
                            + " must stay ("
                            + floor.reason()
                            + "), but the table does not have it. Expire with the floor of a"
                            + " snapshot that the table has."));
    return entry -> entry.sequence() >= found.sequence();
  }

  private void protect(String name, SnapshotRef ref) {
    if (ref.isTag()) {
      rules.add(new Rule("tag " + name + " refers to it", Set.of(ref.snapshotId())));
      return;
    }
    List<Entry> chain = history.ancestors(ref.snapshotId());
    boolean isMain = name.equals(SnapshotRef.MAIN_BRANCH);
    int least = ref.minSnapshotsToKeep() == null ? 0 : ref.minSnapshotsToKeep();
    Duration age =
        ref.maxSnapshotAgeMs() == null ? null : Duration.ofMillis(ref.maxSnapshotAgeMs());
    if (!isMain) {
      least = ref.minSnapshotsToKeep() == null ? settings.minSnapshots() : least;
      age = age == null ? settings.snapshotAge() : age;
      chain.forEach(entry -> ofBranches.add(entry.id()));
    }
    Set<Long> kept = age == null ? new HashSet<>() : newest(chain, since(now.minus(age)));
    chain.stream().limit(Math.max(1, least)).map(Entry::id).forEach(kept::add);
    rules.add(new Rule("branch " + name + " keeps it", kept));
  }

  private void select() {
    Set<Long> guarded = new HashSet<>();
    rules.forEach(rule -> guarded.addAll(rule.kept()));
    Set<Long> young = young();
    Set<Long> kept = new HashSet<>(young);
    kept.addAll(guarded);
    Set<Long> ancestors = new HashSet<>();
    main.forEach(entry -> ancestors.add(entry.id()));
    for (Entry entry : history.entries()) {
      if (!kept.contains(entry.id())) {
        expired.put(entry.id(), tooOld(entry, ancestors.contains(entry.id())));
      }
    }
    expired.putAll(limit(kept, guarded));
    noteLimit(kept);
    limit(young, Set.of());
    note(young);
  }

  /** The snapshots that are kept for their age, and the minimum number of the newest. */
  private Set<Long> young() {
    main.forEach(entry -> ofBranches.remove(entry.id()));
    Predicate<Entry> isYoung = since(now.minus(settings.snapshotAge()));
    Set<Long> young = newest(main, isYoung);
    main.stream().limit(settings.minSnapshots()).map(Entry::id).forEach(young::add);
    history.entries().stream()
        .filter(entry -> isYoung.test(entry) && !ofBranches.contains(entry.id()))
        .map(Entry::id)
        .forEach(young::add);
    return young;
  }

  /** Removes the oldest snapshots that are not guarded until the limits hold; returns which. */
  private Map<Long, String> limit(Set<Long> kept, Set<Long> guarded) {
    Map<Long, String> removed = new LinkedHashMap<>();
    long bytes = bytes(kept);
    for (Entry entry : history.entries()) {
      boolean tooMany = kept.size() > settings.maxSnapshots();
      boolean tooLarge = bytes > settings.maxMetadataBytes();
      if ((tooMany || tooLarge) && !guarded.contains(entry.id()) && kept.remove(entry.id())) {
        bytes -= entry.metadataBytes();
        removed.put(entry.id(), tooMany ? tooMany() : tooLarge());
      }
    }
    return removed;
  }

  private long bytes(Set<Long> kept) {
    return history.entries().stream()
        .filter(entry -> kept.contains(entry.id()))
        .mapToLong(Entry::metadataBytes)
        .sum();
  }

  private void note(Set<Long> wanted) {
    for (Rule rule : rules) {
      long more = rule.kept().stream().filter(id -> !wanted.contains(id)).count();
      if (more > 0) {
        notes.add(
            Counted.of(more, "snapshot") + " would expire, but must be kept: " + rule.reason());
      }
    }
  }

  private void noteLimit(Set<Long> kept) {
    long bytes = bytes(kept);
    if (kept.size() > settings.maxSnapshots()) {
      notes.add(
          Counted.of(kept.size(), "snapshot")
              + " must be kept, which is more than the maximum of "
              + settings.maxSnapshots());
    }
    if (bytes > settings.maxMetadataBytes()) {
      notes.add(
          "The snapshots that must be kept need about "
              + Counted.of(bytes, "byte")
              + " of metadata, which is more than the maximum of "
              + settings.maxMetadataBytes());
    }
  }

  private String tooOld(Entry entry, boolean isAncestor) {
    if (ofBranches.contains(entry.id())) {
      return "older than its branch keeps";
    }
    return "older than "
        + words(settings.snapshotAge())
        + (isAncestor ? "" : ", and the table was rolled back from it");
  }

  private String tooMany() {
    return "more than " + Counted.of(settings.maxSnapshots(), "snapshot");
  }

  private String tooLarge() {
    return "more than " + Counted.of(settings.maxMetadataBytes(), "byte") + " of metadata";
  }

  private static String words(Duration age) {
    return age.equals(Duration.ofDays(age.toDays()))
        ? Counted.of(age.toDays(), "day")
        : Counted.of(age.toSeconds(), "second");
  }

  private static Predicate<Entry> since(Instant instant) {
    long millis = instant.toEpochMilli();
    return entry -> entry.millis() >= millis;
  }

  /** The newest snapshots of a chain, up to the oldest that satisfies the condition. */
  private static Set<Long> newest(List<Entry> chain, Predicate<Entry> condition) {
    int length = chain.size();
    while (length > 0 && !condition.test(chain.get(length - 1))) {
      length--;
    }
    Set<Long> ids = new HashSet<>();
    chain.subList(0, length).forEach(entry -> ids.add(entry.id()));
    return ids;
  }
}
