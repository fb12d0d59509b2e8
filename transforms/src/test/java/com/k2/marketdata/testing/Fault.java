package com.k2.marketdata.testing;

import java.util.Locale;

/**
 * What goes wrong at a commit. Written {@code action@table#n}, for example {@code
 * halt_after@silver_binance_trades#2}.
 *
 * @param table the table's name, without its namespace
 * @param commit which of the table's commits, from 1; only those that make a snapshot count, and
 *     the first of a table is the one that starts its ledger
 */
public record Fault(Action action, String table, int commit) {

  /** How it goes wrong. */
  public enum Action {
    /** Committed, but the answer is lost: CommitStateUnknownException. */
    LOSE_ANSWER,
    /** Not committed, and nobody says so: CommitStateUnknownException. */
    LOSE_REQUEST,
    /** Not committed, and said so: CommitFailedException, which Iceberg tries again. */
    REFUSE,
    /** Committed; but the answer is lost, and the request, repeated on the way, refused. */
    REFUSE_REPETITION,
    /** Not committed, with an exception that Iceberg does not know. */
    BREAK,
    /** Committed, then an exception that Iceberg does not know. */
    BREAK_AFTER,
    /** The process ends before the commit, without any clean-up. */
    HALT_BEFORE,
    /** The process ends after the commit, without any clean-up. */
    HALT_AFTER,
    /** The process stops (SIGSTOP) before the commit and goes on when it is told to (SIGCONT). */
    PAUSE_BEFORE,
    /** The process stops (SIGSTOP) after the commit and goes on when it is told to (SIGCONT). */
    PAUSE_AFTER
  }

  /** The fault of its written form. */
  public static Fault parse(String text) {
    int at = text.indexOf('@');
    int number = text.indexOf('#');
    if (at < 0 || number < at) {
      throw new IllegalArgumentException("No fault: " + text + ". Write action@table#n.");
    }
    return new Fault(
        Action.valueOf(text.substring(0, at).toUpperCase(Locale.ROOT)),
        text.substring(at + 1, number),
        Integer.parseInt(text.substring(number + 1)));
  }

  @Override
  public String toString() {
    return action.name().toLowerCase(Locale.ROOT) + "@" + table + "#" + commit;
  }
}
