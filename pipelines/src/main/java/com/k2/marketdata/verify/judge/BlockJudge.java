package com.k2.marketdata.verify.judge;

import static org.roaringbitmap.RoaringBitmap.and;
import static org.roaringbitmap.RoaringBitmap.andNot;
import static org.roaringbitmap.RoaringBitmap.or;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.OffsetSet;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Compares the rows that the tables have of one block with what their ledgers claim. */
final class BlockJudge {
  private final PartitionClaim claim;
  private final KafkaLookup kafka;

  BlockJudge(PartitionClaim claim, KafkaLookup kafka) {
    this.claim = claim;
    this.kafka = kafka;
  }

  /**
   * @param number the block's number within the partition
   */
  Verdict judge(long number, Block block) {
    return new Judgement(number, block).judge();
  }

  private final class Judgement {
    private final long number;
    private final Verdict verdict = new Verdict();
    private final OffsetSet bronze;
    private final OffsetSet silver;
    private final OffsetSet deadLetters;
    private final RoaringBitmap replayed;
    private final RoaringBitmap bronzeClaims;
    private final RoaringBitmap silverClaims;

    /** The dead letters below silver's position. Those above it are ahead, and are not judged. */
    private final RoaringBitmap rejected;

    Judgement(long number, Block block) {
      this.number = number;
      this.bronze = block.of(TableRole.BRONZE);
      this.silver = block.of(TableRole.SILVER);
      this.deadLetters = block.of(TableRole.DEAD_LETTERS);
      this.replayed = block.replayed().present();
      this.bronzeClaims = claimed(claim.bronze());
      this.silverClaims = claimed(claim.silver());
      this.rejected =
          claim.silver() == null
              ? deadLetters.present()
              : and(deadLetters.present(), ClaimedOffsets.part(number, 0, claim.silver().next()));
    }

    Verdict judge() {
      countRows(TableRole.BRONZE, bronze);
      countRows(TableRole.SILVER, silver);
      countRows(TableRole.DEAD_LETTERS, deadLetters);
      findDuplicates(TableRole.BRONZE, bronze.repeated());
      findDuplicates(TableRole.SILVER, silver.repeated());
      findDuplicates(TableRole.DEAD_LETTERS, and(deadLetters.repeated(), rejected));
      verdict.countReplayed(replayed.getLongCardinality());
      misplaced(
          FindingKind.IN_BOTH, TableRole.SILVER, andNot(and(silver.present(), rejected), replayed));
      misplaced(
          FindingKind.REPLAYED_WITHOUT_DEAD_LETTER, TableRole.SILVER, andNot(replayed, rejected));
      findOutsideClaim(TableRole.BRONZE, bronze.present(), claim.bronze());
      findOutsideClaim(TableRole.SILVER, silver.present(), claim.silver());
      misplaced(
          FindingKind.BEYOND_POSITION,
          TableRole.DEAD_LETTERS,
          andNot(deadLetters.present(), ClaimedOffsets.part(number, 0, claim.deadLettersEnd())));
      findGaps();
      return verdict;
    }

    /** Finds bronze rows without an outcome, outcomes without bronze, and missing offsets. */
    private void findGaps() {
      RoaringBitmap judged = or(silver.present(), rejected);
      RoaringBitmap bothClaim = and(bronzeClaims, silverClaims);
      RoaringBitmap inNeither = andNot(and(bothClaim, bronze.present()), judged);
      RoaringBitmap withoutBronze = andNot(and(bothClaim, judged), bronze.present());
      missing(FindingKind.IN_NEITHER, TableRole.SILVER, inNeither);
      misplaced(FindingKind.WITHOUT_BRONZE, TableRole.SILVER, and(withoutBronze, silver.present()));
      misplaced(
          FindingKind.WITHOUT_BRONZE,
          TableRole.DEAD_LETTERS,
          andNot(withoutBronze, silver.present()));

      RoaringBitmap noBronze = andNot(andNot(bronzeClaims, bronze.present()), withoutBronze);
      RoaringBitmap noSilver = andNot(andNot(silverClaims, judged), inNeither);
      RoaringBitmap open = or(noBronze, noSilver);
      if (open.isEmpty()) {
        return;
      }
      RoaringBitmap lost = new RoaringBitmap();
      RoaringBitmap holes = lookUp(open, lost);
      classify(TableRole.BRONZE, noBronze, lost, holes);
      classify(TableRole.SILVER, noSilver, lost, holes);
    }

    /** Missing offsets are lost, holes in Kafka too, or unverifiable. */
    private void classify(
        TableRole table, RoaringBitmap open, RoaringBitmap lost, RoaringBitmap holes) {
      missing(FindingKind.LOST, table, and(open, lost));
      count(table, new Counts(0, 0, 0, and(open, holes).getLongCardinality(), 0, 0));
      RoaringBitmap unexplained = andNot(andNot(open, lost), holes);
      count(table, new Counts(0, 0, 0, 0, unexplained.getLongCardinality(), 0));
      found(FindingKind.UNVERIFIABLE, table, unexplained);
    }

    /**
     * Looks the missing offsets up in Kafka.
     *
     * @param lost receives those where Kafka has a message
     * @return those where Kafka has none; offsets that it can no longer read are in neither
     */
    private RoaringBitmap lookUp(RoaringBitmap open, RoaringBitmap lost) {
      if (claim.kafkaEnd() == null) {
        return new RoaringBitmap();
      }
      long begin = number * Block.SIZE;
      long from = begin + open.first();
      long to = Math.min(begin + open.last() + 1, claim.kafkaEnd());
      if (from >= to) {
        return new RoaringBitmap();
      }
      OffsetRange readable =
          kafka.list(
              new OffsetRange(claim.id().number(), from, to),
              offset -> lost.add((int) (offset - begin)));
      RoaringBitmap known = ClaimedOffsets.part(number, readable.from(), readable.to());
      lost.and(open);
      return andNot(and(open, known), lost);
    }

    private RoaringBitmap claimed(@Nullable ClaimedOffsets claimed) {
      return claimed == null ? new RoaringBitmap() : claimed.within(number);
    }

    private void countRows(TableRole table, OffsetSet set) {
      if (set.rows() > 0) {
        count(table, new Counts(set.rows(), 0, 0, 0, 0, 0));
      }
    }

    private void findOutsideClaim(
        TableRole table, RoaringBitmap present, @Nullable ClaimedOffsets claimed) {
      if (claimed != null) {
        misplaced(
            FindingKind.BEYOND_POSITION,
            table,
            andNot(present, ClaimedOffsets.part(number, 0, claimed.next())));
        misplaced(
            FindingKind.BEFORE_BEGINNING,
            table,
            and(present, ClaimedOffsets.part(number, 0, claimed.first())));
      }
    }

    private void findDuplicates(TableRole table, RoaringBitmap offsets) {
      count(table, new Counts(0, offsets.getLongCardinality(), 0, 0, 0, 0));
      found(FindingKind.DUPLICATE, table, offsets);
    }

    private void missing(FindingKind kind, TableRole table, RoaringBitmap offsets) {
      count(table, new Counts(0, 0, offsets.getLongCardinality(), 0, 0, 0));
      found(kind, table, offsets);
    }

    private void misplaced(FindingKind kind, TableRole table, RoaringBitmap offsets) {
      count(table, new Counts(0, 0, 0, 0, 0, offsets.getLongCardinality()));
      found(kind, table, offsets);
    }

    private void count(TableRole table, Counts counts) {
      if (!counts.equals(Counts.NONE)) {
        verdict.count(new Verdict.Line(claim.id(), table), counts);
      }
    }

    /** Adds the offsets to the verdict as ranges. */
    private void found(FindingKind kind, TableRole table, RoaringBitmap offsets) {
      long begin = number * Block.SIZE;
      IntIterator each = offsets.getIntIterator();
      int from = -1;
      int to = -1;
      while (each.hasNext()) {
        int offset = each.next();
        if (offset != to) {
          add(kind, table, begin + from, begin + to);
          from = offset;
        }
        to = offset + 1;
      }
      add(kind, table, begin + from, begin + to);
    }

    private void add(FindingKind kind, TableRole table, long from, long to) {
      if (to > from) {
        verdict.find(new Finding(kind, table, claim.id(), from, to));
      }
    }
  }
}
