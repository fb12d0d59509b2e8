package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.ledger.commit.FileAppend;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a topic's dead letters in step with its silver table. Silver's ledger decides: dead letters
 * that it has recorded are appended, and those that silver was rolled back from are removed.
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
   * Brings the dead letters in step with silver as it is now, and locks out stalled drivers: a
   * driver that recorded dead letters in silver may not have appended them before silver was rolled
   * back. If it still could, the dead-letter ledger gets a new cycle id, so that its commit fails.
   *
   * @param silver the silver table, which is refreshed; both tables must have a ledger of the topic
   * @return whether the dead-letter table was changed
   * @throws HoleException if dead letters that silver has recorded are missing
   * @throws ConflictException if other drivers keep changing the dead letters meanwhile
   */
  public boolean settle(Table silver) {
    boolean changed = false;
    for (int round = 1; ; round++) {
      changed |= align(() -> ledgerOf(silver));
      try {
        return lockOut(silver) || changed;
      } catch (ConflictException e) {
        // The driver committed first. What it appended is ahead of silver, so align removes it.
        if (round == MAX_ROUNDS) {
          throw e;
        }
      }
    }
  }

  /**
   * Appends the dead letters that silver has recorded, if its driver has not. Removes nothing: dead
   * letters that silver was rolled back from stay.
   *
   * @param silver the silver table, which is refreshed; both tables must have a ledger of the topic
   * @return whether dead letters were appended
   * @throws HoleException if dead letters that silver has recorded are missing
   * @throws ConflictException if silver was rolled back meanwhile, or another driver committed
   */
  public boolean completePending(Table silver) {
    Comparison now = compare(() -> ledgerOf(silver));
    switch (now.state()) {
      case IN_STEP, AHEAD:
        return false;
      case PENDING:
        appendPending(now, () -> requireIn(silver, now.silver().intent().cycle()));
        return true;
      default:
        throw holes().missing(now.silver(), now.found());
    }
  }

  /**
   * Compares the current dead letters with the current silver, while drivers may write both.
   *
   * @param silver the silver table, which is refreshed and must have a ledger of the topic
   */
  public DeadLetterState currentState(Table silver) {
    return compare(() -> ledgerOf(silver)).state();
  }

  /**
   * The data files of the dead letters that silver has recorded.
   *
   * @throws HoleException if any is lost
   */
  public List<DataFile> intended(DeadLetterIntent intent) {
    IntendedFiles intended = IntendedFiles.find(deadLetters, intent);
    intended
        .lost()
        .ifPresent(
            what -> {
              throw holes().lost(intent, what);
            });
    return intended.files();
  }

  /**
   * What is lost of the dead letters that silver has recorded, as a sentence; empty if nothing is.
   */
  public Optional<String> lost(DeadLetterIntent intent) {
    return IntendedFiles.find(deadLetters, intent)
        .lost()
        .map(what -> holes().lost(intent, what).getMessage());
  }

  /**
   * Appends data files in place of lost ones, as the cycle that silver has recorded.
   *
   * @param recorded silver's ledger, whose dead letters are {@link DeadLetterState#PENDING}
   * @param silver refreshed and checked right before the commit
   * @param files the same dead letters, written again
   * @param age how old the files may be when they are committed
   * @throws ConflictException if either table has changed; nothing is changed
   */
  public void replace(Ledger recorded, Table silver, List<DataFile> files, CycleAge age) {
    RetryingMetadata.refresh(deadLetters);
    if (state(recorded) != DeadLetterState.PENDING) {
      throw new ConflictException(
          "The dead letters in "
              + deadLetters.name()
              + " have changed meanwhile. Nothing was changed. Run the command again.");
    }
    append(
        new LedgerCommit(deadLetters, topic, age),
        recorded,
        TableLedgers.readPlanned(deadLetters).of(topic).orElseThrow(),
        files,
        () -> requireUnchanged(silver, recorded));
  }

  /**
   * Appends the dead letters of a cycle that is committed to silver.
   *
   * @param recorded the ledger that the cycle committed to silver
   * @param silver refreshed and checked right before the commit
   * @throws ConflictException if silver was rolled back meanwhile, or another driver committed;
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
    Ledger expected = TableLedgers.readPlanned(deadLetters).of(topic).orElse(null);
    if (expected == null || !expected.cycle().equals(intent.previous())) {
      throw new ConflictException(
          "The dead letters of cycle "
              + intent.cycle()
              + " were planned to follow those of cycle "
              + intent.previous()
              + ", but "
              + deadLetters.name()
              + " is at "
              + (expected == null ? "none" : expected.cycle())
              + ": silver was rolled back, or another driver is writing. Start again.");
    }
    append(recorded, expected, intended(intent), () -> requireIn(silver, intent.cycle()));
  }

  /**
   * Brings the dead letters in step with a ledger of silver.
   *
   * @param current reads silver's current ledger
   * @return whether the dead-letter table was changed
   */
  boolean align(Supplier<Ledger> current) {
    Comparison now = compare(current);
    Ledger silver = now.silver();
    switch (now.state()) {
      case IN_STEP:
        return false;
      case PENDING:
        appendPending(now, () -> {});
        return true;
      case AHEAD:
        remove(silver);
        return true;
      default:
        throw holes().missing(silver, now.found());
    }
  }

  /** Ledgers of silver and of the dead letters that were current at the same time. */
  private record Comparison(Ledger silver, Optional<Ledger> found, DeadLetterState state) {
    Ledger ledger() {
      return found.orElseThrow();
    }
  }

  /**
   * Reads silver's ledger between two reads of the dead-letter ledger that return the same.
   * Otherwise, commits of another driver in between would look like dead letters that silver was
   * rolled back from, or like missing ones.
   */
  private Comparison compare(Supplier<Ledger> current) {
    RetryingMetadata.refresh(deadLetters);
    Ledger silver;
    Optional<Ledger> before;
    do {
      before = TableLedgers.read(deadLetters).of(topic);
      silver = current.get();
      RetryingMetadata.refresh(deadLetters);
    } while (!before.equals(TableLedgers.read(deadLetters).of(topic)));
    return new Comparison(silver, before, state(silver));
  }

  private Ledger ledgerOf(Table silver) {
    RetryingMetadata.refresh(silver);
    return TableLedgers.read(silver).of(topic).orElseThrow();
  }

  private boolean lockOut(Table silver) {
    Ledger found = TableLedgers.read(deadLetters).of(topic).orElseThrow();
    if (!RolledBackIntents.anyAfter(found.cycle(), silver, topic)) {
      return false;
    }
    LOG.info("Locking out drivers that stalled before silver of {} was rolled back", topic);
    new LedgerCommit(deadLetters, topic).commit(found, found.standingIn(newId()), Table::newAppend);
    return true;
  }

  /** An id that no driver has planned from. */
  private static String newId() {
    return "back-" + UUID.randomUUID();
  }

  private void requireIn(Table silver, String cycle) {
    RetryingMetadata.refresh(silver);
    if (new LedgerCommit(silver, topic).committedBy(cycle, null).isEmpty()) {
      throw new ConflictException(
          "Cycle "
              + cycle
              + " was rolled back in "
              + silver.name()
              + " before its dead letters were appended; they are left out. Start again.");
    }
  }

  private void requireUnchanged(Table silver, Ledger recorded) {
    RetryingMetadata.refresh(silver);
    if (TableLedgers.read(silver).of(topic).filter(recorded::equals).isEmpty()) {
      throw new ConflictException(
          "The position of "
              + topic
              + " in "
              + silver.name()
              + " has changed meanwhile. Nothing was changed. Run the command again.");
    }
  }

  private void appendPending(Comparison now, Runnable check) {
    DeadLetterIntent intent = now.silver().intent();
    LOG.info("Cycle {} ended before its dead letters were appended", intent.cycle());
    append(now.silver(), now.ledger(), intended(intent), check);
  }

  /** Recorded dead letters may be appended at any age. */
  private void append(Ledger silver, Ledger expected, List<DataFile> files, Runnable check) {
    append(new LedgerCommit(deadLetters, topic), silver, expected, files, check);
  }

  private static void append(
      LedgerCommit commit, Ledger silver, Ledger expected, List<DataFile> files, Runnable check) {
    DeadLetterIntent intent = silver.intent();
    commit.commitRows(
        expected,
        silver.forDeadLetters().withCounts(intent.rows(), 0, intent.rows(), 0),
        table -> {
          check.run();
          return FileAppend.of(table, files);
        });
  }

  /** Removes the topic's dead letters at or above silver's position, and moves the ledger back. */
  private void remove(Ledger silver) {
    Ledger expected = TableLedgers.read(deadLetters).of(topic).orElseThrow();
    LOG.info(
        "Removing dead letters of {} from {} on: silver was rolled back", topic, silver.next());
    new LedgerCommit(deadLetters, topic)
        .commitRows(
            expected,
            silver.forDeadLetters().standingIn(newId()),
            table -> new DeadLetterRemoval(table, topic, silver).overwrite());
  }

  private DeadLetterHoles holes() {
    return new DeadLetterHoles(deadLetters.name(), topic);
  }
}
