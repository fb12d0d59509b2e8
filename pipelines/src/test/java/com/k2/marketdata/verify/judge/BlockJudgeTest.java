package com.k2.marketdata.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class BlockJudgeTest {
  private static final PartitionId ID = new PartitionId("t", 3);
  private static final long BLOCK = 5;
  private static final long BEGIN = BLOCK * Block.SIZE;
  private static final int OFFSETS = 400;

  private final Map<FindingKind, SortedSet<Long>> injected = new EnumMap<>(FindingKind.class);

  /** Injects random problems; the verdict has exactly these. */
  @Property(tries = 300)
  void exactlyTheInjectedProblemsAreFound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int pieces) throws Exception {
    injected.clear();
    Random random = new Random(seed);
    Block[] parts = new Block[pieces];
    for (int i = 0; i < pieces; i++) {
      parts[i] = new Block();
    }
    SortedSet<Long> inKafka = new TreeSet<>();
    for (int offset = 0; offset < OFFSETS; offset++) {
      inject(random, offset, parts, inKafka);
    }
    Block all = new Block();
    for (Block part : parts) {
      all.add(copy(part));
    }

    Verdict verdict = judge(claim(BEGIN + OFFSETS), all, inKafka::contains);

    for (FindingKind kind : FindingKind.values()) {
      assertThat(found(verdict, kind))
          .as(kind.name())
          .isEqualTo(injected.getOrDefault(kind, new TreeSet<>()));
    }
  }

  private void inject(Random random, int offset, Block[] parts, SortedSet<Long> inKafka) {
    TableRole outcome = random.nextInt(10) == 0 ? TableRole.DEAD_LETTERS : TableRole.SILVER;
    switch (random.nextInt(40)) {
      case 0 -> { // a transaction marker
      }
      case 1 -> { // lost from all tables
        inKafka.add(BEGIN + offset);
        expect(FindingKind.LOST, offset);
      }
      case 2 -> {
        add(random, parts, TableRole.BRONZE, offset);
        expect(FindingKind.IN_NEITHER, offset);
      }
      case 3 -> {
        add(random, parts, TableRole.BRONZE, offset);
        add(random, parts, TableRole.SILVER, offset);
        add(random, parts, TableRole.DEAD_LETTERS, offset);
        expect(FindingKind.IN_BOTH, offset);
      }
      case 4 -> {
        add(random, parts, outcome, offset);
        expect(FindingKind.WITHOUT_BRONZE, offset);
      }
      case 5 -> {
        add(random, parts, TableRole.BRONZE, offset);
        add(random, parts, outcome, offset);
        for (int i = random.nextInt(3); i >= 0; i--) {
          add(random, parts, random.nextBoolean() ? TableRole.BRONZE : outcome, offset);
        }
        expect(FindingKind.DUPLICATE, offset);
      }
      case 6 -> { // a replayed dead letter
        add(random, parts, TableRole.BRONZE, offset);
        add(random, parts, TableRole.DEAD_LETTERS, offset);
        addReplayed(random, parts, offset);
      }
      case 7 -> {
        add(random, parts, TableRole.BRONZE, offset);
        addReplayed(random, parts, offset);
        expect(FindingKind.REPLAYED_WITHOUT_DEAD_LETTER, offset);
      }
      default -> {
        add(random, parts, TableRole.BRONZE, offset);
        add(random, parts, outcome, offset);
      }
    }
  }

  private static void addReplayed(Random random, Block[] parts, int offset) {
    Block part = parts[random.nextInt(parts.length)];
    part.of(TableRole.SILVER).add(offset);
    part.replayed().add(offset);
  }

  @Test
  void replayedOffsetsAreCounted() {
    Block block = new Block();
    add(block, TableRole.BRONZE, 0, 10);
    add(block, TableRole.SILVER, 3, 10);
    add(block, TableRole.DEAD_LETTERS, 0, 5);
    for (int offset = 3; offset < 5; offset++) {
      block.replayed().add(offset);
    }

    Verdict verdict = judge(claim(BEGIN + 10), block, any -> false);

    assertThat(verdict.replayed()).isEqualTo(2);
    assertThat(verdict.offsets()).isEmpty();
  }

  @Test
  void rowsOutsideTheClaimAreMisplaced() {
    Block block = new Block();
    add(block, TableRole.BRONZE, 0, 10);
    add(block, TableRole.SILVER, 0, 10);
    ClaimedOffsets claimed = new ClaimedOffsets(BEGIN + 2, BEGIN + 7, List.of());

    Verdict verdict =
        judge(
            new PartitionClaim(ID, "topic", claimed, claimed, Long.MAX_VALUE, BEGIN + 100),
            block,
            any -> false);

    assertThat(found(verdict, FindingKind.BEFORE_BEGINNING)).isEqualTo(offsets(0, 2));
    assertThat(found(verdict, FindingKind.BEYOND_POSITION)).isEqualTo(offsets(7, 10));
    assertThat(counts(verdict, TableRole.BRONZE)).isEqualTo(new Counts(10, 0, 0, 0, 0, 5));
  }

  @Test
  void deadLettersAheadOfSilverAreNotJudged() {
    Block block = new Block();
    add(block, TableRole.BRONZE, 0, 10);
    add(block, TableRole.SILVER, 0, 5);
    add(block, TableRole.DEAD_LETTERS, 5, 7);
    ClaimedOffsets bronze = new ClaimedOffsets(BEGIN, BEGIN + 10, List.of());
    ClaimedOffsets silver = new ClaimedOffsets(BEGIN, BEGIN + 5, List.of());

    Verdict verdict =
        judge(
            new PartitionClaim(ID, "topic", bronze, silver, BEGIN + 7, null), block, any -> false);
    Verdict beyondTheirPosition =
        judge(
            new PartitionClaim(ID, "topic", bronze, silver, BEGIN + 6, null), block, any -> false);

    assertThat(verdict.offsets()).isEmpty();
    assertThat(found(beyondTheirPosition, FindingKind.BEYOND_POSITION)).isEqualTo(offsets(6, 7));
  }

  @Test
  void skippedOffsetsAreNotMissing() {
    ClaimedOffsets claimed =
        new ClaimedOffsets(
            BEGIN, BEGIN + 10, List.of(new ClaimedOffsets.Skip(BEGIN - 5, BEGIN + 4)));

    Verdict verdict =
        judge(
            new PartitionClaim(ID, "topic", claimed, claimed, 0, BEGIN + 100),
            new Block(),
            any -> true);

    assertThat(found(verdict, FindingKind.LOST)).isEqualTo(offsets(4, 10));
    assertThat(counts(verdict, TableRole.BRONZE).missing()).isEqualTo(6);
    assertThat(counts(verdict, TableRole.SILVER).missing()).isEqualTo(6);
  }

  @Test
  void offsetsThatKafkaNoLongerHasAreUnverifiable() {
    ClaimedOffsets claimed = new ClaimedOffsets(BEGIN, BEGIN + 10, List.of());
    PartitionClaim claim = new PartitionClaim(ID, "topic", claimed, null, 0, BEGIN + 8);

    Verdict verdict =
        new BlockJudge(
                claim,
                (range, offsets) -> {
                  assertThat(range).isEqualTo(new OffsetRange(3, BEGIN, BEGIN + 8));
                  offsets.accept(BEGIN + 6);
                  return new OffsetRange(3, BEGIN + 4, BEGIN + 8);
                })
            .judge(BLOCK, new Block());

    assertThat(counts(verdict, TableRole.BRONZE)).isEqualTo(new Counts(0, 0, 1, 3, 6, 0));
    assertThat(found(verdict, FindingKind.LOST)).isEqualTo(offsets(6, 7));
    SortedSet<Long> unverifiable = offsets(0, 4);
    unverifiable.addAll(offsets(8, 10));
    assertThat(found(verdict, FindingKind.UNVERIFIABLE)).isEqualTo(unverifiable);
  }

  @Test
  void onlyDuplicatesAreFoundWithoutAClaim() {
    Block block = new Block();
    add(block, TableRole.BRONZE, 0, 10);
    add(block, TableRole.BRONZE, 9, 10);
    add(block, TableRole.SILVER, 3, 20);
    add(block, TableRole.DEAD_LETTERS, 19, 21);

    Verdict verdict = judge(PartitionClaim.unknown(ID), block, any -> true);

    assertThat(found(verdict, FindingKind.DUPLICATE)).isEqualTo(offsets(9, 10));
    assertThat(found(verdict, FindingKind.IN_BOTH)).isEqualTo(offsets(19, 20));
    assertThat(verdict.offsets()).hasSize(2);
  }

  @Test
  void successiveBlocksJoinIntoOneRange() {
    ClaimedOffsets claimed = new ClaimedOffsets(10, 3 * Block.SIZE, List.of());
    PartitionClaim claim = new PartitionClaim(ID, "topic", claimed, null, 0, null);
    Verdict all = new Verdict();
    for (long number : new long[] {2, 0, 1}) {
      all.add(judge(claim, number, new Block(), any -> false));
    }

    assertThat(all.ranges(FindingKind.UNVERIFIABLE))
        .containsExactly(
            new Finding(FindingKind.UNVERIFIABLE, TableRole.BRONZE, ID, 10, 3 * Block.SIZE));
    assertThat(SerializableUtils.clone(all)).isEqualTo(all);
  }

  @Test
  void everyBlockOfAClaimIsListed() {
    ClaimedOffsets claimed = new ClaimedOffsets(Block.SIZE - 1, Block.SIZE + 1, List.of());
    TreeSet<Long> numbers = new TreeSet<>();
    new PartitionClaim(ID, "topic", claimed, null, 0, null)
        .forEachBlock(
            key -> {
              assertThat(key).isEqualTo(new BlockKey(Axis.KAFKA_OFFSETS, "t", 3, key.number()));
              numbers.add(key.number());
            });
    assertThat(numbers).containsExactly(0L, 1L);
  }

  private static PartitionClaim claim(long end) {
    ClaimedOffsets claimed = new ClaimedOffsets(BEGIN, end, List.of());
    return new PartitionClaim(ID, "topic", claimed, claimed, end, end);
  }

  private static Verdict judge(PartitionClaim claim, Block block, LongPredicate inKafka) {
    return judge(claim, BLOCK, block, inKafka);
  }

  private static Verdict judge(
      PartitionClaim claim, long number, Block block, LongPredicate inKafka) {
    return new BlockJudge(
            claim,
            (range, offsets) -> {
              for (long offset = range.from(); offset < range.to(); offset++) {
                if (inKafka.test(offset)) {
                  offsets.accept(offset);
                }
              }
              return range;
            })
        .judge(number, block);
  }

  private static Block copy(Block block) throws Exception {
    Block.BlockCoder coder = new Block.BlockCoder();
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, block));
  }

  private void expect(FindingKind kind, int offset) {
    injected.computeIfAbsent(kind, any -> new TreeSet<>()).add(BEGIN + offset);
  }

  private static void add(Random random, Block[] parts, TableRole table, int offset) {
    parts[random.nextInt(parts.length)].of(table).add(offset);
  }

  private static void add(Block block, TableRole table, int from, int to) {
    for (int offset = from; offset < to; offset++) {
      block.of(table).add(offset);
    }
  }

  private static Counts counts(Verdict verdict, TableRole table) {
    return verdict.lines().get(new Verdict.Line(ID, table));
  }

  private static SortedSet<Long> offsets(int from, int to) {
    SortedSet<Long> offsets = new TreeSet<>();
    for (int offset = from; offset < to; offset++) {
      offsets.add(BEGIN + offset);
    }
    return offsets;
  }

  private static SortedSet<Long> found(Verdict verdict, FindingKind kind) {
    SortedSet<Long> offsets = new TreeSet<>();
    for (Finding finding : verdict.ranges(kind)) {
      for (long offset = finding.from(); offset < finding.to(); offset++) {
        offsets.add(offset);
      }
    }
    return offsets;
  }
}
