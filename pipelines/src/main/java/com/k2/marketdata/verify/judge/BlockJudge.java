package com.k2.marketdata.verify.judge;

import static org.roaringbitmap.RoaringBitmap.and;
import static org.roaringbitmap.RoaringBitmap.andNot;
import static org.roaringbitmap.RoaringBitmap.or;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.OffsetSet;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Holds what the tables have of a block against what the ledgers say that they have. */
final class BlockJudge {
  private final Series series;
  private final KafkaLookup kafka;

  BlockJudge(Series series, KafkaLookup kafka) {
    this.series = series;
    this.kafka = kafka;
  }

  Verdict judge(long number, Block block) {
    return new Judgement(number, block).judge();
  }

  /** One block's judgement. */
  private final class Judgement {
    private final long number;
    private final Verdict verdict = new Verdict();
    private final OffsetSet bronze;
    private final OffsetSet silver;
    private final OffsetSet deadLetters;
    private final RoaringBitmap bronzeClaims;
    private final RoaringBitmap silverClaims;

    /** The dead letters that silver's position covers; others may be ahead, and are not judged. */
    private final RoaringBitmap rejected;

    Judgement(long number, Block block) {
      this.number = number;
      this.bronze = block.of(TableRole.BRONZE);
      this.silver = block.of(TableRole.SILVER);
      this.deadLetters = block.of(TableRole.DEAD_LETTERS);
      this.bronzeClaims = claims(series.bronze());
      this.silverClaims = claims(series.silver());
      this.rejected =
          series.silver() == null
              ? deadLetters.present()
              : and(deadLetters.present(), Span.part(number, 0, series.silver().next()));
    }

    Verdict judge() {
      rows(TableRole.BRONZE, bronze);
      rows(TableRole.SILVER, silver);
      rows(TableRole.DEAD_LETTERS, deadLetters);
      once(TableRole.BRONZE, bronze.repeated());
      once(TableRole.SILVER, silver.repeated());
      once(TableRole.DEAD_LETTERS, and(deadLetters.repeated(), rejected));
      misplaced(FindingKind.IN_BOTH, TableRole.SILVER, and(silver.present(), rejected));
      withinLedger(TableRole.BRONZE, bronze.present(), series.bronze());
      withinLedger(TableRole.SILVER, silver.present(), series.silver());
      misplaced(
          FindingKind.BEYOND_POSITION,
          TableRole.DEAD_LETTERS,
          andNot(deadLetters.present(), Span.part(number, 0, series.deadLettersEnd())));
      complete();
      return verdict;
    }

    /** Every bronze row in silver or the dead letters, and nothing missing that Kafka has. */
    private void complete() {
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
      RoaringBitmap holes = askKafka(open, lost);
      explain(TableRole.BRONZE, noBronze, lost, holes);
      explain(TableRole.SILVER, noSilver, lost, holes);
    }

    private void explain(
        TableRole table, RoaringBitmap open, RoaringBitmap lost, RoaringBitmap holes) {
      missing(FindingKind.LOST, table, and(open, lost));
      count(table, new Counts(0, 0, 0, and(open, holes).getLongCardinality(), 0, 0));
      RoaringBitmap unexplained = andNot(andNot(open, lost), holes);
      count(table, new Counts(0, 0, 0, 0, unexplained.getLongCardinality(), 0));
      found(FindingKind.UNVERIFIABLE, table, unexplained);
    }

    /**
     * @param lost takes the offsets that Kafka has a message at
     * @return those that Kafka has none at
     */
    private RoaringBitmap askKafka(RoaringBitmap open, RoaringBitmap lost) {
      if (series.kafkaEnd() == null) {
        return new RoaringBitmap();
      }
      long begin = number * Block.SIZE;
      long from = begin + open.first();
      long to = Math.min(begin + open.last() + 1, series.kafkaEnd());
      if (from >= to) {
        return new RoaringBitmap();
      }
      OffsetRange there =
          kafka.list(
              new OffsetRange(series.id().partition(), from, to),
              offset -> lost.add((int) (offset - begin)));
      RoaringBitmap known = Span.part(number, there.from(), there.to());
      lost.and(open);
      return andNot(and(open, known), lost);
    }

    private RoaringBitmap claims(Span span) {
      return span == null ? new RoaringBitmap() : span.within(number);
    }

    private void rows(TableRole table, OffsetSet set) {
      if (set.rows() > 0) {
        count(table, new Counts(set.rows(), 0, 0, 0, 0, 0));
      }
    }

    private void withinLedger(TableRole table, RoaringBitmap present, Span span) {
      if (span != null) {
        misplaced(
            FindingKind.BEYOND_POSITION, table, andNot(present, Span.part(number, 0, span.next())));
        misplaced(
            FindingKind.BEFORE_BEGINNING, table, and(present, Span.part(number, 0, span.first())));
      }
    }

    private void once(TableRole table, RoaringBitmap offsets) {
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
        verdict.count(new Verdict.Line(series.id(), table), counts);
      }
    }

    /** Adds the offsets as ranges. */
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
        verdict.find(new Finding(kind, table, series.id(), from, to));
      }
    }
  }
}
