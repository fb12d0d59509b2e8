package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.expire.SnapshotHistory.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which ancestors a snapshot needs to inherit ledgers: all down to the first that has any. */
final class LedgerChains {
  private final Map<Long, Entry> byId = new HashMap<>();

  /** The snapshots without ledgers of their own, by parent. */
  private final Map<Long, List<Entry>> heirs = new HashMap<>();

  /** The snapshots that have or inherit ledgers. */
  private final Set<Long> withLedgers = new HashSet<>();

  LedgerChains(List<Entry> entries) {
    for (Entry entry : entries) {
      byId.put(entry.id(), entry);
      if (!entry.hasLedgers() && entry.parent() != null) {
        heirs.computeIfAbsent(entry.parent(), any -> new ArrayList<>()).add(entry);
      }
    }
    entries.stream()
        .filter(Entry::hasLedgers)
        .flatMap(entry -> withHeirs(entry, any -> true).stream())
        .forEach(entry -> withLedgers.add(entry.id()));
  }

  /** These snapshots, and the ancestors that they need. */
  Set<Long> closed(Collection<Long> ids) {
    Set<Long> closed = new HashSet<>(ids);
    Set<Long> walked = new HashSet<>();
    for (Long id : ids) {
      Entry entry = byId.get(id);
      while (withLedgers.contains(entry.id()) && !entry.hasLedgers() && walked.add(entry.id())) {
        entry = byId.get(entry.parent());
        closed.add(entry.id());
      }
    }
    return closed;
  }

  /** A snapshot, and those among the kept ones that would lose their ledgers without it. */
  List<Entry> inheriting(Entry entry, Set<Long> kept) {
    return withLedgers.contains(entry.id())
        ? withHeirs(entry, heir -> kept.contains(heir.id()))
        : List.of(entry);
  }

  private List<Entry> withHeirs(Entry first, Predicate<Entry> accepted) {
    List<Entry> found = new ArrayList<>();
    Deque<Entry> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      Entry entry = open.pop();
      found.add(entry);
      heirs.getOrDefault(entry.id(), List.of()).stream().filter(accepted).forEach(open::push);
    }
    return found;
  }
}
