package com.k2.marketdata.testing;

import java.util.Locale;

/**
 * A fault at a commit. Its text form is {@code action@table#n}, for example {@code
 * halt_after@silver_binance_trades#2}.
 *
 * @param table the table's name, without its namespace
 * @param commit number of the table's commit, from 1; only commits that create a snapshot count,
 *     and a table's first commit starts its ledger
 */
public record Fault(Action action, String table, int commit) {

  /** The kind of fault. */
  public enum Action {
    /** Committed, but the response is lost: CommitStateUnknownException. */
    LOSE_ANSWER,
    /** Not committed, but the request is lost: CommitStateUnknownException. */
    LOSE_REQUEST,
    /** Not committed, and reported as such: CommitFailedException, which Iceberg retries. */
    REFUSE,
    /**
     * Committed, but the response is lost, and the repeated request is refused:
     * CommitFailedException.
     */
    REFUSE_REPETITION,
    /** Not committed, with an exception that Iceberg does not expect. */
    BREAK,
    /** Committed, then an exception that Iceberg does not expect. */
    BREAK_AFTER,
    /** The process halts before the commit, without any cleanup. */
    HALT_BEFORE,
    /** The process halts after the commit, without any cleanup. */
    HALT_AFTER,
    /** The process stops (SIGSTOP) before the commit and continues on SIGCONT. */
    PAUSE_BEFORE,
    /** The process stops (SIGSTOP) after the commit and continues on SIGCONT. */
    PAUSE_AFTER
  }

  /** Parses the text form. */
  public static Fault parse(String text) {
    int at = text.indexOf('@');
    int number = text.indexOf('#');
    if (at < 0 || number < at) {
      throw new IllegalArgumentException("Not a fault: " + text + ". Use the form action@table#n.");
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
