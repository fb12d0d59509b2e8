package com.k2.marketdata.operate.mend;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.offsets.OffsetList;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The ledger that dead letters must have to agree with silver's.
 *
 * @param silver silver's ledger
 * @param deadLetters the offsets of the dead letters
 * @param trades the offsets of silver's rows, without those of replays
 * @param intended returns the offsets in the files that silver has recorded; empty if they are lost
 */
record DeadLetterLedger(
    Ledger silver,
    TableOffsets deadLetters,
    TableOffsets trades,
    Absence absence,
    Function<DeadLetterIntent, Optional<TableOffsets>> intended) {
  private static final String GIVE_UP =
      "or, to give them up, run `k2 ledger set --table=silver` with the position that silver has.";

  /**
   * A ledger.
   *
   * @param note what the next start will do, as a sentence; empty if nothing
   */
  record Rebuilt(Ledger ledger, Optional<String> note) {}

  /**
   * The ledger in step with silver's; or before silver's newest dead letters, if exactly those that
   * its cycle wrote are missing; or ahead of silver, if dead letters are above its position.
   *
   * @param cycle the cycle of a ledger ahead of silver
   * @throws HoleException if other dead letters are missing, or it is not known which are
   */
  Rebuilt of(String table, String cycle) {
    OffsetList missing = missing();
    Map<Integer, Long> ahead = ahead();
    if (missing.isEmpty()) {
      Ledger inStep = silver.forDeadLetters();
      return ahead.isEmpty()
          ? new Rebuilt(inStep, Optional.empty())
          : new Rebuilt(
              inStep.advancedTo(cycle, silver.clock(), ahead),
              Optional.of(
                  table
                      + " has dead letters above silver's position, which the next start removes:"
                      + " they end at "
                      + ahead
                      + "."));
    }
    DeadLetterIntent intent = silver.intent();
    if (ahead.isEmpty() && intent != null && missing.count() == intent.rows()) {
      requireIntended(table, intent, missing);
      return new Rebuilt(
          silver.forDeadLetters().advancedTo(intent.previous(), silver.clock(), missing.lowest()),
          Optional.of(
              table
                  + " does not have the dead letters of cycle "
                  + intent.cycle()
                  + " yet, which the next start appends from their files: "
                  + missing
                  + "."));
    }
    throw new HoleException(
        unknown(table)
            + missing.count()
            + " offsets below it have neither a row of silver's cycles nor a dead letter. Missing: "
            + missing
            + ". Nothing was changed. Restore these rows, or roll silver back with `k2 rollback` to"
            + " a time before they were written; "
            + GIVE_UP);
  }

  /** The number alone does not show that the missing rows are those dead letters. */
  private void requireIntended(String table, DeadLetterIntent intent, OffsetList missing) {
    Optional<TableOffsets> files = intended.apply(intent);
    if (files.isEmpty()) {
      throw new HoleException(
          unknown(table)
              + missing.count()
              + " offsets below it have neither a row of silver's cycles nor a dead letter. Cycle "
              + intent.cycle()
              + " recorded as many dead letters, but their files are lost, so it is not known"
              + " whether they are the missing rows. Missing: "
              + missing
              + ". Nothing was changed. Restore these rows, or roll silver back with `k2 rollback`"
              + " to a time before that cycle; "
              + GIVE_UP);
    }
    OffsetList written = new OffsetList();
    for (int partition : files.get().partitions(silver.topicId())) {
      written.add(partition, offsets(files.get(), partition));
    }
    if (!written.equals(missing)) {
      throw new HoleException(
          unknown(table)
              + missing.count()
              + " offsets below it have neither a row of silver's cycles nor a dead letter, and they are not"
              + " those that cycle "
              + intent.cycle()
              + " rejected, which are "
              + written
              + ". Missing: "
              + missing
              + ". Nothing was changed. Restore these rows, or roll silver back with `k2 rollback`"
              + " to a time before they were written; "
              + GIVE_UP);
    }
  }

  private static String unknown(String table) {
    return "The position of "
        + table
        + " cannot be rebuilt, because its rows do not agree with silver's position: ";
  }

  private OffsetList missing() {
    OffsetList missing = new OffsetList();
    silver
        .next()
        .forEach(
            (partition, next) -> {
              Coverage coverage =
                  Coverage.of(
                      partition,
                      silver.first().getOrDefault(partition, 0L),
                      next,
                      offsets(trades, partition).plus(offsets(deadLetters, partition)).below(next),
                      KnownPositions.skipped(silver, partition),
                      absence);
              missing.add(partition, coverage.open());
            });
    return missing;
  }

  /** The ends of the dead letters in the partitions where they are above silver's position. */
  private Map<Integer, Long> ahead() {
    Map<Integer, Long> ends = new TreeMap<>();
    for (int partition : deadLetters.partitions(silver.topicId())) {
      long end = offsets(deadLetters, partition).end();
      if (end > silver.next(partition)) {
        ends.put(partition, end);
      }
    }
    return ends;
  }

  private Offsets offsets(TableOffsets table, int partition) {
    return table.of(silver.topicId(), partition);
  }
}
