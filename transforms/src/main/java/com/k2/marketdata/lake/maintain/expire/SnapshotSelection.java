package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.expire.SnapshotHistory.Entry;
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
 * are always the newest ones, apart from those that snapshots of tags, branches and abandoned
 * futures need. A walk back through history stops at the first snapshot that has expired, so a
 * snapshot that inherits its ledgers is kept only together with the ancestors down to those
 * ledgers.
 */
final class SnapshotSelection {
  /** A shorter age needs {@code young}: queries may still read younger snapshots. */
  static final Duration MIN_AGE = Duration.ofHours(1);

  private final SnapshotHistory history;
  private final ExpirySettings settings;
  private final SelectionPhrases phrases;
  private final Instant now;
  private final List<Entry> main;
  private final LedgerChains chains;

  /** Snapshots that only branches refer to; these expire by the settings of their branches. */
  private final Set<Long> ofBranches = new HashSet<>();

  private final Map<String, SnapshotRef> refs;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Long, String> expired = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Snapshots that neither the age nor a limit may expire, and why, as a phrase. */
  record Rule(String reason, Set<Long> kept) {}

  private SnapshotSelection(
      SnapshotHistory history,
      ExpirySettings settings,
      Duration maxRefAge,
      Predicate<String> mayExpire,
      Instant now) {
    this.history = history;
    this.settings = settings;
    this.phrases = new SelectionPhrases(settings);
    this.now = now;
    this.main = history.ancestors(history.current());
    this.chains = new LedgerChains(history.entries());
    this.refs = new LinkedHashMap<>(history.refs());
    Map<Long, Entry> heads = new LinkedHashMap<>();
    history.entries().forEach(entry -> heads.put(entry.id(), entry));
    refs.entrySet()
        .removeIf(
            ref ->
                isExpired(ref.getKey(), ref.getValue(), heads, maxRefAge)
                    && mayExpire.test(ref.getKey()));
  }

  /**
   * Selects from a table's history.
   *
   * @param maxCycleAge younger snapshots are kept, with the ones that they replaced; pipelines that
   *     have planned with them may still commit
   * @param maxRefAge the age from which tags and branches without a setting of their own expire
   * @param mayExpire accepts the tags and branches that may expire
   */
  static SnapshotSelection of(
      SnapshotHistory history,
      ExpirySettings settings,
      Duration maxCycleAge,
      Duration maxRefAge,
      Predicate<String> mayExpire,
      Instant now) {
    SnapshotSelection selection =
        new SnapshotSelection(history, settings, maxRefAge, mayExpire, now);
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
    rules.add(new Rule("the table's current state", newest(main, entry -> entry == main.get(0))));
    if (settings.young() || maxCycleAge.compareTo(MIN_AGE) >= 0) {
      keepUsed("a running cycle may use snapshots of this age", now.minus(maxCycleAge));
    } else {
      keepUsed("a running query may use snapshots of this age", now.minus(MIN_AGE));
    }
    for (Floor floor : settings.floors()) {
      keep(floor.reason(), floored(floor));
    }
    refs.forEach(this::protect);
    Set<Long> guarded = guarded();
    Set<Long> needed = chains.closed(guarded);
    needed.removeAll(guarded);
    rules.add(new Rule("kept snapshots inherit their position", needed));
  }

  private Set<Long> guarded() {
    Set<Long> guarded = new HashSet<>();
    rules.forEach(rule -> guarded.addAll(rule.kept()));
    return guarded;
  }

  private void keep(String reason, Predicate<Entry> condition) {
    rules.add(new Rule(reason, satisfying(condition)));
  }

  /**
   * Keeps the snapshots that were current at an instant or later. An older snapshot was current
   * until its child was committed.
   */
  private void keepUsed(String reason, Instant instant) {
    Set<Long> younger = satisfying(since(instant));
    Set<Long> replaced = new HashSet<>();
    history.entries().stream()
        .filter(entry -> younger.contains(entry.id()))
        .forEach(entry -> replaced.add(entry.parent()));
    Set<Long> kept = new HashSet<>(younger);
    history.entries().stream().map(Entry::id).filter(replaced::contains).forEach(kept::add);
    rules.add(new Rule(reason, kept));
  }

  private Set<Long> satisfying(Predicate<Entry> condition) {
    Set<Long> kept = newest(main, condition);
    history.entries().stream().filter(condition).map(Entry::id).forEach(kept::add);
    return kept;
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
                            + "), but the table does not have it any more. Run maintain again."));
    return entry -> entry.sequence() >= found.sequence();
  }

  private void protect(String name, SnapshotRef ref) {
    if (ref.isTag()) {
      rules.add(new Rule("tag " + name, Set.of(ref.snapshotId())));
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
    rules.add(new Rule("branch " + name, kept));
  }

  private void select() {
    Set<Long> guarded = guarded();
    Set<Long> young = chains.closed(young());
    Set<Long> kept = new HashSet<>(young);
    kept.addAll(guarded);
    Set<Long> ancestors = new HashSet<>();
    main.forEach(entry -> ancestors.add(entry.id()));
    for (Entry entry : history.entries()) {
      if (!kept.contains(entry.id())) {
        boolean ofBranch = ofBranches.contains(entry.id());
        expired.put(entry.id(), phrases.tooOld(ofBranch, ancestors.contains(entry.id())));
      }
    }
    expired.putAll(limit(kept, guarded));
    notes.addAll(phrases.limits(kept.size(), bytes(kept)));
    limit(young, Set.of());
    rules.forEach(rule -> phrases.kept(rule, young).ifPresent(notes::add));
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

  /**
   * Removes the oldest snapshots that are not guarded until the limits hold, each with those that
   * inherit its ledgers; returns which.
   */
  private Map<Long, String> limit(Set<Long> kept, Set<Long> guarded) {
    Map<Long, String> removed = new LinkedHashMap<>();
    long bytes = bytes(kept);
    for (Entry entry : history.entries()) {
      boolean tooMany = kept.size() > settings.maxSnapshots();
      boolean tooLarge = bytes > settings.maxMetadataBytes();
      if ((tooMany || tooLarge) && kept.contains(entry.id()) && !guarded.contains(entry.id())) {
        for (Entry gone : chains.inheriting(entry, kept)) {
          kept.remove(gone.id());
          bytes -= gone.metadataBytes();
          removed.put(gone.id(), tooMany ? phrases.tooMany() : phrases.tooLarge());
        }
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
