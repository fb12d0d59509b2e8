package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.kafka.TopicIdentity;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Builds a ledger from another one by setting some of its fields. */
final class LedgerDraft {
  private @Nullable String cluster;
  private @Nullable String topicId;
  private @Nullable String cycle;
  private long clock;
  private SortedMap<Integer, Long> first = new TreeMap<>();
  private SortedMap<Integer, Long> next = new TreeMap<>();
  private SortedMap<Integer, Integer> epochs = new TreeMap<>();
  private List<SkippedRange> skipped = List.of();
  private long read;
  private long accepted;
  private long rejected;
  private long bytes;
  private @Nullable BronzePlace bronze;
  private @Nullable DeadLetterIntent intent;
  private @Nullable String standsFor;
  private SortedMap<String, RowSum> sums = new TreeMap<>();
  private List<JudgedBy> judged = List.of();
  private @Nullable Long rows;

  /** A draft without values. */
  LedgerDraft() {}

  /** A draft with the values of a ledger. */
  LedgerDraft(Ledger ledger) {
    cluster = ledger.cluster();
    topicId = ledger.topicId();
    cycle = ledger.cycle();
    clock = ledger.clock();
    first = ledger.first();
    next = ledger.next();
    epochs = ledger.epochs();
    skipped = ledger.skipped();
    read = ledger.read();
    accepted = ledger.accepted();
    rejected = ledger.rejected();
    bytes = ledger.bytes();
    bronze = ledger.bronze();
    intent = ledger.intent();
    standsFor = ledger.standsFor();
    sums = ledger.sums();
    judged = ledger.judged();
    rows = ledger.rows();
  }

  LedgerDraft of(TopicIdentity topic) {
    cluster = topic.cluster();
    topicId = topic.topicId();
    return this;
  }

  LedgerDraft movedIn(String newCycle, long newClock) {
    cycle = newCycle;
    clock = newClock;
    return this;
  }

  LedgerDraft at(Map<Integer, Long> newFirst, Map<Integer, Long> newNext) {
    first = new TreeMap<>(newFirst);
    next = new TreeMap<>(newNext);
    return this;
  }

  LedgerDraft epochs(Map<Integer, Integer> all) {
    epochs = new TreeMap<>(all);
    return this;
  }

  LedgerDraft skipped(List<SkippedRange> all) {
    skipped = all;
    return this;
  }

  LedgerDraft counts(long newRead, long newAccepted, long newRejected, long newBytes) {
    read = newRead;
    accepted = newAccepted;
    rejected = newRejected;
    bytes = newBytes;
    return this;
  }

  LedgerDraft bronze(@Nullable BronzePlace place) {
    bronze = place;
    return this;
  }

  LedgerDraft intent(@Nullable DeadLetterIntent newIntent) {
    intent = newIntent;
    return this;
  }

  LedgerDraft standsFor(@Nullable String newStandsFor) {
    standsFor = newStandsFor;
    return this;
  }

  LedgerDraft sums(SortedMap<String, RowSum> all) {
    sums = all;
    return this;
  }

  LedgerDraft judged(List<JudgedBy> all) {
    judged = all;
    return this;
  }

  LedgerDraft rows(@Nullable Long count) {
    rows = count;
    return this;
  }

  Ledger ledger() {
    return new Ledger(
        cluster, topicId, cycle, clock, first, next, epochs, skipped, read, accepted, rejected,
        bytes, bronze, intent, standsFor, sums, judged, rows);
  }
}
