package com.k2.marketdata.peer.job;

import java.util.List;
import java.util.Map;

/**
 * What a job has written, read back from its tables.
 *
 * @param totals of all tables that it wrote
 * @param rows rows of silver if it wrote silver, otherwise of bronze
 * @param deadLetters number of dead letters
 * @param reasons number of dead letters by reason
 * @param faults differences from what is expected; empty if there are none
 */
public record Outcome(
    TableTotals totals,
    long rows,
    long deadLetters,
    Map<String, Long> reasons,
    List<String> faults) {

  boolean ok() {
    return faults.isEmpty();
  }
}
