package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Silver's record of the dead letters of one of its cycles. Their data files are written before
 * silver commits and appended to the dead-letter table afterwards. If the driver stops in between,
 * they are appended from these files later.
 *
 * @param cycle the cycle that the dead letters belong to; the dead-letter table's ledger has this
 *     cycle once they are appended
 * @param previous the cycle of the dead-letter table's ledger before that
 * @param list the location of the file that lists their data files
 * @param rows the number of these dead letters
 */
public record DeadLetterIntent(String cycle, String previous, String list, long rows)
    implements Serializable {

  public DeadLetterIntent {
    requireNonNull(cycle, "cycle");
    requireNonNull(previous, "previous");
    requireNonNull(list, "list");
  }
}
