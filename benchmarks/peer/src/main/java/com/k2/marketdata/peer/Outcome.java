package com.k2.marketdata.peer;

import java.util.List;
import java.util.Map;

/**
 * What a job has made, read back from its tables.
 *
 * @param totals of all the tables that it wrote
 * @param rows of the last of its tables: silver's if it wrote silver, otherwise bronze's
 * @param deadLetters records that could not become trades
 * @param reasons how many of them for which reason
 * @param faults what is not as expected; empty if all is well
 */
record Outcome(
    TableTotals totals,
    long rows,
    long deadLetters,
    Map<String, Long> reasons,
    List<String> faults) {

  boolean ok() {
    return faults.isEmpty();
  }
}
