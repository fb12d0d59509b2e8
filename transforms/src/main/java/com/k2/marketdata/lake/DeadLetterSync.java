package com.k2.marketdata.lake;

import com.k2.marketdata.failure.HoleException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a topic's dead letters in step with its silver table, whose ledger decides: completes what
 * silver intended and the dead-letter table does not have yet, and removes what belongs to a future
 * that silver has gone back from.
 */
public final class DeadLetterSync {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSync.class);

  private final Table deadLetters;
  private final String topic;

  public DeadLetterSync(Table deadLetters, String topic) {
    this.deadLetters = deadLetters;
    this.topic = topic;
  }

  /** How a topic's dead letters stand to silver. */
  public enum State {
    /** Every dead letter that silver knows of is there, and no other. */
    IN_STEP,
    /** Those of silver's newest cycle are still to be appended. */
    PENDING,
    /** There are some that belong to offsets which silver has gone back from. */
    AHEAD,
    /** Some that silver knows of are gone. */
    BEHIND
  }

  /** Compares the dead-letter table, as last refreshed, with silver's ledger. */
  public State state(Ledger silver) {
    Ledger found = TableLedgers.read(deadLetters).of(topic).orElse(null);
    if (found == null) {
      return State.BEHIND;
    }
    DeadLetterIntent intent = silver.intent();
    if (intent != null && found.cycle().equals(intent.cycle())) {
      return State.IN_STEP; // though silver may have gone back over cycles without dead letters
    }
    if (intent != null && wasCommitted(intent.cycle())) {
      // Silver's newest are behind later ones, unless somebody took them out of the history.
      return isInHistory(intent.cycle()) && isAhead(found, silver) ? State.AHEAD : State.BEHIND;
    }
    if (intent != null && found.cycle().equals(intent.previous())) {
      return State.PENDING;
    }
    if (isAhead(found, silver)) {
      return State.AHEAD;
    }
    return intent == null ? State.IN_STEP : State.BEHIND;
  }

  private static boolean isAhead(Ledger found, Ledger silver) {
    return found.topicId().equals(silver.topicId())
        && found.next().entrySet().stream()
            .anyMatch(entry -> entry.getValue() > silver.next(entry.getKey()));
  }

  private boolean isInHistory(String cycle) {
    return new LedgerCommit(deadLetters, topic).committedBy(cycle, null).isPresent();
  }

  /**
   * Brings the dead letters in step with silver.
   *
   * @return whether anything had to be done
   * @throws HoleException if dead letters that silver knows of are gone
   */
  public boolean settle(Ledger silver) {
    return settle(() -> silver);
  }

  /**
   * The same with silver as it is now. It is read between two looks at the dead letters that show
   * the same: otherwise another driver's commits in between would look like dead letters that
   * silver has gone back from, or like some that are gone.
   *
   * @param current reads silver's ledger afresh
   */
  public boolean settle(Supplier<Ledger> current) {
    NewestMetadata.refresh(deadLetters);
    Ledger silver;
    Optional<Ledger> before;
    do {
      before = TableLedgers.read(deadLetters).of(topic);
      silver = current.get();
      NewestMetadata.refresh(deadLetters);
    } while (!before.equals(TableLedgers.read(deadLetters).of(topic)));
    switch (state(silver)) {
      case IN_STEP:
        return false;
      case PENDING:
        LOG.info("Cycle {} ended before its dead letters were there", silver.intent().cycle());
        complete(silver);
        return true;
      case AHEAD:
        rewind(silver);
        return true;
      default:
        throw new HoleException(
            "Dead letters of "
                + topic
                + " that silver has counted are missing from "
                + deadLetters.name()
                + " (silver's newest are of cycle "
                + (silver.intent() == null ? "none" : silver.intent().cycle())
                + ", the table's of "
                + TableLedgers.read(deadLetters).of(topic).map(Ledger::cycle).orElse("none")
                + "). Was it rolled back by hand? Put it back with its own history, or take silver"
                + " back with `k2 rollback` to a time when both agreed.");
    }
  }

  /** The files of the dead letters that silver's newest cycle intended. */
  public List<DataFile> intended(DeadLetterIntent intent) {
    return DeadLetterFiles.read(deadLetters, intent.list());
  }

  /** Appends the dead letters that silver's newest cycle intended, from their own files. */
  public void complete(Ledger silver) {
    DeadLetterIntent intent = silver.intent();
    LedgerCommit commit = new LedgerCommit(deadLetters, topic);
    NewestMetadata.refresh(deadLetters);
    if (commit.committedBy(intent.cycle(), intent.previous()).isPresent()) {
      return;
    }
    Ledger expected = TableLedgers.read(deadLetters).of(topic).orElse(null);
    List<DataFile> files = intended(intent);
    Ledger planned =
        silver
            .ofCycle(intent.cycle())
            .withCounts(intent.rows(), 0, intent.rows(), 0)
            .withBronze(null)
            .withIntent(null);
    LOG.debug("{} dead letters of cycle {} go to {}", intent.rows(), intent.cycle(), deadLetters);
    commit.commit(
        requirePrevious(expected, intent),
        planned,
        table -> {
          AppendFiles append = table.newAppend();
          files.forEach(append::appendFile);
          return append;
        });
  }

  /** Removes the topic's dead letters at or above silver's position, and takes the ledger back. */
  public void rewind(Ledger silver) {
    Ledger expected = TableLedgers.read(deadLetters).of(topic).orElseThrow();
    LOG.info(
        "Dead letters of {} from {} on are removed: silver has gone back there",
        topic,
        silver.next());
    new LedgerCommit(deadLetters, topic)
        .commit(
            expected,
            rewound(silver),
            table -> new DeadLetterRemoval(table, topic, silver).overwrite());
  }

  private static Ledger rewound(Ledger silver) {
    DeadLetterIntent intent = silver.intent();
    Ledger back = silver.withCounts(0, 0, 0, 0).withBronze(null).withIntent(null);
    return intent == null ? back : back.ofCycle(intent.cycle());
  }

  private Ledger requirePrevious(@Nullable Ledger expected, DeadLetterIntent intent) {
    if (expected == null || !expected.cycle().equals(intent.previous())) {
      throw new HoleException(
          "The dead letters of cycle "
              + intent.cycle()
              + " belong behind those of cycle "
              + intent.previous()
              + ", but "
              + deadLetters.name()
              + " is at "
              + (expected == null ? "none" : expected.cycle())
              + ".");
    }
    return expected;
  }

  /** Whether any snapshot, also one that was rolled back, carries the cycle's dead letters. */
  private boolean wasCommitted(String cycle) {
    for (Snapshot snapshot : deadLetters.snapshots()) {
      Map<String, String> summary = snapshot.summary();
      String json = summary.get(TableLedgers.KEY + topic);
      if (json != null && Ledger.fromJson(json).cycle().equals(cycle)) {
        return true;
      }
    }
    return false;
  }
}
