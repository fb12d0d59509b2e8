package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.FileAppend;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a topic's dead letters in step with its silver table, whose ledger decides: completes what
 * silver intended and the dead-letter table does not have yet, removes what belongs to a future
 * that silver has gone back from, and keeps out those who would still append such.
 */
public final class DeadLetterSync {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSync.class);

  private static final int MAX_ROUNDS = 5;

  private final Table deadLetters;
  private final String topic;

  public DeadLetterSync(Table deadLetters, String topic) {
    this.deadLetters = deadLetters;
    this.topic = topic;
  }

  /** Compares the dead-letter table, as last refreshed, with silver's ledger. */
  public DeadLetterState state(Ledger silver) {
    return new DeadLetterComparison(deadLetters, topic).comparedTo(silver);
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
    RetryingMetadata.refresh(deadLetters);
    Ledger silver;
    Optional<Ledger> before;
    do {
      before = TableLedgers.read(deadLetters).of(topic);
      silver = current.get();
      RetryingMetadata.refresh(deadLetters);
    } while (!before.equals(TableLedgers.read(deadLetters).of(topic)));
    switch (state(silver)) {
      case IN_STEP:
        return false;
      case PENDING:
        LOG.info("Cycle {} ended before its dead letters were there", silver.intent().cycle());
        append(silver, before.orElseThrow(), () -> {});
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
                + TableLedgers.read(deadLetters)
                    .of(topic)
                    .map(DeadLetterComparison::cycleOf)
                    .orElse("none")
                + "). Was it rolled back by hand? Put it back with its own history, or take silver"
                + " back with `k2 rollback` to a time when both agreed.");
    }
  }

  /**
   * The same, and keeps out drivers that stalled: one that recorded dead letters in silver may not
   * have appended them before silver was taken back. If it still could, the ledger is given a new
   * cycle id, so that its commit fails.
   *
   * @param silver the table that {@code current} refreshes
   */
  public boolean settle(Supplier<Ledger> current, Table silver) {
    boolean changed = false;
    for (int attempt = 1; ; attempt++) {
      changed |= settle(current);
      try {
        return keepOut(silver) || changed;
      } catch (ConflictException e) {
        // It came first. What it has appended is ahead of silver now, and goes in the next round.
        if (attempt == MAX_ROUNDS) {
          throw e;
        }
      }
    }
  }

  private boolean keepOut(Table silver) {
    Ledger found = TableLedgers.read(deadLetters).of(topic).orElseThrow();
    if (!RolledBackIntents.anyBehind(found.cycle(), silver, topic)) {
      return false;
    }
    LOG.info("Silver went back; a driver that stalled cannot append dead letters of {} now", topic);
    new LedgerCommit(deadLetters, topic)
        .commit(
            found,
            DeadLetterComparison.anew(
                found.withCounts(0, 0, 0, 0), DeadLetterComparison.cycleOf(found)),
            Table::newAppend);
    return true;
  }

  /** The files of the dead letters that silver's newest cycle intended. */
  public List<DataFile> intended(DeadLetterIntent intent) {
    return DeadLetterFiles.read(deadLetters, intent.list());
  }

  /**
   * Appends the dead letters that a cycle intended, from their own files, once the cycle is
   * committed to silver.
   *
   * @param recorded the ledger that the cycle committed
   * @param silver looked at once more just before
   * @throws ConflictException if silver was taken back meanwhile, or another driver went on;
   *     nothing is changed
   */
  public void complete(Ledger recorded, Table silver) {
    DeadLetterIntent intent = recorded.intent();
    RetryingMetadata.refresh(deadLetters);
    if (new LedgerCommit(deadLetters, topic)
        .committedBy(intent.cycle(), intent.previous())
        .isPresent()) {
      return;
    }
    Ledger expected = TableLedgers.read(deadLetters).of(topic).orElse(null);
    if (expected == null || !expected.cycle().equals(intent.previous())) {
      throw new ConflictException(
          "The dead letters of cycle "
              + intent.cycle()
              + " belong behind those of cycle "
              + intent.previous()
              + ", but "
              + deadLetters.name()
              + " is at "
              + (expected == null ? "none" : expected.cycle())
              + ": silver was taken back, or another driver is at work. Start again.");
    }
    append(recorded, expected, () -> requireIn(silver, intent.cycle()));
  }

  private void requireIn(Table silver, String cycle) {
    RetryingMetadata.refresh(silver);
    if (new LedgerCommit(silver, topic).committedBy(cycle, null).isEmpty()) {
      throw new ConflictException(
          "Cycle "
              + cycle
              + " was taken back from "
              + silver.name()
              + " before its dead letters were there; they are left out. Start again.");
    }
  }

  private void append(Ledger silver, Ledger expected, Runnable check) {
    DeadLetterIntent intent = silver.intent();
    List<DataFile> files = intended(intent);
    Ledger planned =
        silver
            .ofCycle(intent.cycle())
            .withCounts(intent.rows(), 0, intent.rows(), 0)
            .withBronze(null)
            .withIntent(null);
    LOG.debug("{} dead letters of cycle {} go to {}", intent.rows(), intent.cycle(), deadLetters);
    new LedgerCommit(deadLetters, topic)
        .commit(
            expected,
            planned,
            table -> {
              check.run();
              return FileAppend.of(table, files);
            });
  }

  /** Removes the topic's dead letters at or above silver's position, and takes the ledger back. */
  private void rewind(Ledger silver) {
    Ledger expected = TableLedgers.read(deadLetters).of(topic).orElseThrow();
    LOG.info(
        "Dead letters of {} from {} on are removed: silver has gone back there",
        topic,
        silver.next());
    Ledger back = silver.withCounts(0, 0, 0, 0).withBronze(null);
    String standingFor = silver.intent() == null ? silver.cycle() : silver.intent().cycle();
    new LedgerCommit(deadLetters, topic)
        .commit(
            expected,
            DeadLetterComparison.anew(back, standingFor),
            table -> new DeadLetterRemoval(table, topic, silver).overwrite());
  }
}
