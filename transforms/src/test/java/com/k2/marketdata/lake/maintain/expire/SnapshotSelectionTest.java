package com.k2.marketdata.lake.maintain.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.expire.SnapshotHistory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.iceberg.SnapshotRef;

/** Which snapshots expire. */
class SnapshotSelectionTest {
  private static final Duration CYCLE_AGE = Duration.ofHours(12);
  private static final Duration NO_REF_AGE = Duration.ofMillis(Long.MAX_VALUE);
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
  private static final ExpirySettings FEW = ExpirySettings.defaults().withSnapshots(2, 1_000);

  /** A history with tags, branches and abandoned futures, and settings that fit it. */
  private record Case(SnapshotHistory history, ExpirySettings settings) {
    static Case random(long seed) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(60);
      List<Entry> entries = new ArrayList<>();
      Map<String, SnapshotRef> refs = new HashMap<>();
      long head = 1;
      long hours = 24L * random.nextInt(20);
      for (long id = 1; id <= count; id++) {
        // Clocks of writers differ: a snapshot may be older than its parent.
        long millis = NOW.minus(Duration.ofHours(hours)).toEpochMilli() + random.nextInt(120_000);
        Long parent =
            id == 1 ? null : random.nextInt(8) == 0 ? earlier(random, id) : Long.valueOf(head);
        entries.add(new Entry(id, parent, id, millis, random.nextInt(3) == 0, random.nextInt(100)));
        head = id;
        hours = Math.max(0, hours - random.nextInt(12));
        if (random.nextInt(12) == 0) {
          refs.put("tag" + id, SnapshotRef.tagBuilder(id).build());
        } else if (random.nextInt(15) == 0) {
          refs.put("branch" + id, branch(random, id));
        }
      }
      refs.put(SnapshotRef.MAIN_BRANCH, SnapshotRef.branchBuilder(head).build());
      int min = 1 + random.nextInt(10);
      ExpirySettings settings =
          ExpirySettings.defaults()
              .withSnapshotAge(Duration.ofDays(1 + random.nextInt(7)), false)
              .withSnapshots(min, min + random.nextInt(60))
              .withMaxMetadataBytes(1 + random.nextInt(4_000));
      if (random.nextBoolean()) {
        settings = settings.withFloor(new Floor.FromSnapshot(earlier(random, count + 1), "needed"));
      }
      return new Case(new SnapshotHistory(entries, head, refs), settings);
    }

    private static Long earlier(Random random, long id) {
      return 1 + (long) random.nextInt((int) id - 1);
    }

    private static SnapshotRef branch(Random random, long id) {
      SnapshotRef.Builder branch = SnapshotRef.branchBuilder(id);
      if (random.nextBoolean()) {
        branch.minSnapshotsToKeep(1 + random.nextInt(5)).maxSnapshotAgeMs(3_600_000L);
      }
      return branch.build();
    }

    SnapshotSelection select() {
      return SnapshotSelectionTest.select(history, settings);
    }

    List<Entry> kept() {
      Set<Long> expired = select().expired().keySet();
      return history.entries().stream().filter(entry -> !expired.contains(entry.id())).toList();
    }
  }

  @Property
  void whatIsNeededIsKept(@ForAll long seed) {
    Case one = Case.random(seed);
    Set<Long> kept = ids(one.kept());
    assertThat(kept).contains(one.history().current());
    one.history().refs().values().forEach(ref -> assertThat(kept).contains(ref.snapshotId()));
    for (Entry entry : one.history().entries()) {
      if (entry.millis() >= NOW.minus(CYCLE_AGE).toEpochMilli()) {
        assertThat(kept).contains(entry.id());
        if (entry.parent() != null) {
          assertThat(kept).contains(entry.parent());
        }
      }
      for (Floor floor : one.settings().floors()) {
        if (entry.id() >= ((Floor.FromSnapshot) floor).snapshot()) {
          assertThat(kept).contains(entry.id());
        }
      }
    }
  }

  @Property
  void positionAtEveryKeptSnapshotIsFoundAsBefore(@ForAll long seed) {
    Case one = Case.random(seed);
    SnapshotHistory after =
        new SnapshotHistory(one.kept(), one.history().current(), one.history().refs());
    for (Entry kept : one.kept()) {
      assertThat(ledgers(after, kept.id())).isEqualTo(ledgers(one.history(), kept.id()));
    }
  }

  @Property
  void aSecondSelectionFindsNothing(@ForAll long seed) {
    Case one = Case.random(seed);
    SnapshotHistory after =
        new SnapshotHistory(one.kept(), one.history().current(), one.history().refs());
    assertThat(select(after, one.settings()).expired()).isEmpty();
  }

  @Property
  void limitsHoldUnlessTheRestIsNeeded(@ForAll long seed) {
    Case one = Case.random(seed);
    List<Entry> kept = one.kept();
    long bytes = kept.stream().mapToLong(Entry::metadataBytes).sum();
    if (kept.size() > one.settings().maxSnapshots() || bytes > one.settings().maxMetadataBytes()) {
      int min = one.settings().minSnapshots();
      ExpirySettings strictest = one.settings().withSnapshots(min, min).withMaxMetadataBytes(1);
      assertThat(new Case(one.history(), strictest).kept()).isEqualTo(kept);
      assertThat(one.select().notes()).anyMatch(note -> note.contains("more than the maximum"));
    }
  }

  @Property
  void withoutLimitsOnlyTheOldExpire(@ForAll long seed) {
    Case random = Case.random(seed);
    ExpirySettings unlimited =
        random
            .settings()
            .withSnapshots(random.settings().minSnapshots(), Integer.MAX_VALUE)
            .withMaxMetadataBytes(Long.MAX_VALUE);
    Case one = new Case(random.history(), unlimited);
    Set<Long> kept = ids(one.kept());
    List<Entry> main = one.history().ancestors(one.history().current());
    assertThat(kept)
        .containsAll(ids(main.subList(0, Math.min(unlimited.minSnapshots(), main.size()))));
    long limit = NOW.minus(unlimited.snapshotAge()).toEpochMilli();
    main.stream()
        .filter(entry -> !kept.contains(entry.id()))
        .forEach(entry -> assertThat(entry.millis()).isLessThan(limit));
  }

  @Property
  void keptAncestorsAreTheNewest(
      @ForAll @IntRange(min = 1, max = 80) int count,
      @ForAll @IntRange(min = 1, max = 80) int max,
      @ForAll @IntRange(min = 1, max = 80) int ledger) {
    SnapshotHistory history = chain(count, Math.min(ledger, count));
    ExpirySettings settings = ExpirySettings.defaults().withSnapshots(1, max);
    // All are 30 days old: the current one and those down to the ledger are needed.
    int kept = count - Math.min(ledger, count) + 1;
    assertThat(select(history, settings).expired().keySet())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, count - kept).boxed().toList());
  }

  @Property
  void keptAncestorsAreContiguous(@ForAll long seed) {
    Case one = Case.random(seed);
    SnapshotHistory all = one.history();
    SnapshotHistory history =
        new SnapshotHistory(all.ancestors(all.current()), all.current(), Map.of());
    ExpirySettings settings =
        ExpirySettings.defaults()
            .withSnapshotAge(one.settings().snapshotAge(), false)
            .withSnapshots(one.settings().minSnapshots(), one.settings().maxSnapshots())
            .withMaxMetadataBytes(one.settings().maxMetadataBytes());
    Set<Long> kept = ids(new Case(history, settings).kept());
    List<Long> main = history.ancestors(history.current()).stream().map(Entry::id).toList();
    long newest = main.stream().takeWhile(kept::contains).count();
    assertThat(main.stream().filter(kept::contains)).hasSize((int) newest);
  }

  @Example
  void theLimitOverridesTheAge() {
    SnapshotHistory history = young(20, Duration.ofDays(1));
    Map<Long, String> expired = select(history, FEW.withSnapshots(2, 5)).expired();
    assertThat(expired).hasSize(15).containsValue("more than 5 snapshots");
    assertThat(expired.keySet()).startsWith(1L, 2L, 3L).doesNotContain(16L);
  }

  @Example
  void theMetadataLimitOverridesTheAge() {
    SnapshotHistory history = young(20, Duration.ofDays(1));
    assertThat(select(history, FEW.withMaxMetadataBytes(500)).expired())
        .hasSize(15)
        .containsValue("more than 500 bytes of metadata");
  }

  @Example
  void theCycleAgeOverridesTheLimits() {
    SnapshotHistory history = young(20, Duration.ofHours(11));
    SnapshotSelection selection =
        select(history, FEW.withSnapshotAge(Duration.ZERO, true).withSnapshots(1, 1));
    assertThat(selection.expired()).isEmpty();
    assertThat(selection.notes())
        .contains(
            "19 snapshots would expire, but must be kept: a running cycle may use snapshots of this"
                + " age",
            "20 snapshots must be kept, which is more than the maximum of 1");
  }

  @Example
  void limitsKeepWhatQueriesMayRead() {
    SnapshotHistory history = young(20, Duration.ofMinutes(70));
    ExpirySettings one = FEW.withSnapshots(1, 1);
    Duration cycleAge = Duration.ofSeconds(30);
    assertThat(select(history, one, cycleAge).expired().keySet())
        .containsExactlyElementsOf(LongStream.range(1, 9).boxed().toList());
    ExpirySettings young = one.withSnapshotAge(Duration.ofMinutes(1), true);
    assertThat(select(history, young, cycleAge).expired()).hasSize(19);
  }

  /** A query that started two minutes ago reads the old one. */
  @Example
  void whatWasCurrentUntilAMinuteAgoStays() {
    ExpirySettings one = FEW.withSnapshots(1, 1);
    SnapshotHistory history = replacedAMinuteAgo();
    assertThat(select(history, one).expired().keySet()).containsExactly(1L);
    assertThat(select(history, one, Duration.ofSeconds(30)).expired().keySet()).containsExactly(1L);
    ExpirySettings young = one.withSnapshotAge(Duration.ZERO, true);
    assertThat(select(history, young, Duration.ofMinutes(2)).expired().keySet())
        .containsExactly(1L);
    assertThat(select(history, young, Duration.ofSeconds(30)).expired().keySet())
        .containsExactly(1L, 2L);
  }

  @Example
  void aParentThatHasExpiredIsNotCounted() {
    List<Entry> entries = replacedAMinuteAgo().entries();
    SnapshotHistory history = new SnapshotHistory(entries.subList(2, 3), 3L, Map.of());
    SnapshotSelection selection = select(history, FEW.withSnapshots(1, 1));
    assertThat(selection.expired()).isEmpty();
    assertThat(selection.notes()).isEmpty();
  }

  /** Two snapshots that are 10 days old, and one that is a minute old. */
  private static SnapshotHistory replacedAMinuteAgo() {
    long old = NOW.minus(Duration.ofDays(10)).toEpochMilli();
    long recent = NOW.minus(Duration.ofMinutes(1)).toEpochMilli();
    return new SnapshotHistory(
        List.of(
            new Entry(1, null, 1, old, true, 100),
            new Entry(2, 1L, 2, old, true, 100),
            new Entry(3, 2L, 3, recent, true, 100)),
        3L,
        Map.of());
  }

  @Example
  void aFloorInTimeKeepsWhatIsYounger() {
    SnapshotHistory history = young(20, Duration.ofDays(10));
    Instant since = Instant.ofEpochMilli(history.entries().get(4).millis());
    SnapshotSelection selection =
        select(history, FEW.withFloor(new Floor.Since(since, "silver has snapshots as old")));
    assertThat(selection.expired().keySet()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(selection.notes())
        .containsExactly(
            "14 snapshots would expire, but must be kept: silver has snapshots as old");
  }

  @Example
  void aFloorThatIsMissingIsRefused() {
    SnapshotHistory history = young(3, Duration.ofDays(10));
    ExpirySettings settings = FEW.withFloor(new Floor.FromSnapshot(77, "silver reads it"));
    assertThatThrownBy(() -> select(history, settings))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("Snapshot 77 must stay (silver reads it)")
        .hasMessageContaining("Run maintain again");
  }

  @Example
  void aTagKeepsOneSnapshotAndABranchSome() {
    Map<String, SnapshotRef> refs = new HashMap<>();
    refs.put("tag", SnapshotRef.tagBuilder(3).build());
    refs.put("branch", SnapshotRef.branchBuilder(8).minSnapshotsToKeep(2).build());
    refs.put("old", SnapshotRef.tagBuilder(4).maxRefAgeMs(1L).build());
    SnapshotHistory all = young(20, Duration.ofDays(10));
    SnapshotHistory history = new SnapshotHistory(all.entries(), 20L, refs);
    SnapshotSelection selection = select(history, FEW);
    assertThat(selection.expired().keySet())
        .contains(1L, 2L, 4L, 5L, 6L, 9L)
        .doesNotContain(3L, 7L, 8L, 19L, 20L)
        .hasSize(15);
    assertThat(selection.expiredRefs()).containsExactly("old");
  }

  @Example
  void abandonedFuturesExpireByAge() {
    List<Entry> entries = new ArrayList<>(young(4, Duration.ofDays(10)).entries());
    long old = NOW.minus(Duration.ofDays(9)).toEpochMilli();
    long recent = NOW.minus(Duration.ofDays(2)).toEpochMilli();
    entries.add(new Entry(5, 1L, 5, old, true, 1));
    entries.add(new Entry(6, 1L, 6, recent, true, 1));
    SnapshotHistory history = new SnapshotHistory(entries, 4L, Map.of());
    assertThat(select(history, FEW.withSnapshots(4, 10)).expired())
        .isEqualTo(Map.of(5L, "older than 7d, and the table was rolled back from it"));
  }

  @Example
  void settingsOfMainKeepMore() {
    SnapshotHistory all = young(20, Duration.ofDays(10));
    SnapshotRef main = SnapshotRef.branchBuilder(20).minSnapshotsToKeep(9).build();
    SnapshotHistory history =
        new SnapshotHistory(all.entries(), 20L, Map.of(SnapshotRef.MAIN_BRANCH, main));
    assertThat(select(history, FEW).expired()).hasSize(11);
  }

  @Example
  void agesBelowAnHourNeedYoung() {
    Duration minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> FEW.withSnapshotAge(minute, false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("only with --young");
    assertThat(FEW.withSnapshotAge(minute, true).snapshotAge()).isEqualTo(minute);
    assertThatThrownBy(() -> FEW.withSnapshots(10, 9))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--maxSnapshots=9");
  }

  @Example
  void aTableWithoutSnapshotsHasNoneToExpire() {
    assertThat(select(new SnapshotHistory(List.of(), null, Map.of()), FEW).expired()).isEmpty();
  }

  /** A chain of snapshots that are 30 days old; one has ledgers. */
  private static SnapshotHistory chain(int count, int ledgers) {
    List<Entry> entries = new ArrayList<>();
    for (long id = 1; id <= count; id++) {
      long millis = NOW.minus(Duration.ofDays(30)).toEpochMilli() + id;
      entries.add(new Entry(id, id == 1 ? null : id - 1, id, millis, id == ledgers, 1));
    }
    return new SnapshotHistory(entries, (long) count, Map.of());
  }

  /** A chain of snapshots of 100 bytes, all with ledgers, a minute apart. */
  private static SnapshotHistory young(int count, Duration oldest) {
    List<Entry> entries = new ArrayList<>();
    for (long id = 1; id <= count; id++) {
      long millis = NOW.minus(oldest).toEpochMilli() + id * 60_000;
      entries.add(new Entry(id, id == 1 ? null : id - 1, id, millis, true, 100));
    }
    return new SnapshotHistory(entries, (long) count, Map.of());
  }

  private static Set<Long> ids(List<Entry> entries) {
    return entries.stream().map(Entry::id).collect(Collectors.toCollection(HashSet::new));
  }

  /** The snapshot whose ledgers are those at another one. */
  private static Entry ledgers(SnapshotHistory history, long at) {
    return history.ancestors(at).stream().filter(Entry::hasLedgers).findFirst().orElse(null);
  }

  private static SnapshotSelection select(
      SnapshotHistory history, ExpirySettings settings, Duration cycleAge) {
    return SnapshotSelection.of(history, settings, cycleAge, NO_REF_AGE, any -> true, NOW);
  }

  private static SnapshotSelection select(SnapshotHistory history, ExpirySettings settings) {
    return select(history, settings, CYCLE_AGE);
  }
}
