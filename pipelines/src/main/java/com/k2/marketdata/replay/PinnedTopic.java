package com.k2.marketdata.replay;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.Optional;

/**
 * Silver and the dead letters of one topic: silver is pinned first, then the dead letters. Every
 * dead letter below silver's pinned position is then settled: it is taken back only if silver is
 * rolled back, which makes the commit of a replay fail.
 *
 * @param position silver's ledger of the topic at the pinned snapshot
 * @param deadLetters empty if there is no dead-letter table
 */
record PinnedTopic(
    Exchange exchange,
    String topic,
    PinnedTable silver,
    Ledger position,
    Optional<PinnedTable> deadLetters) {

  /**
   * Pins the tables.
   *
   * @throws UsageException if the silver table does not exist
   * @throws HoleException if silver has no position in the topic
   */
  static PinnedTopic pin(CatalogConfig catalog, Exchange exchange, String topic) {
    PinnedTable silver =
        PinnedTable.load(catalog, exchange.silverTable())
            .orElseThrow(
                () ->
                    new UsageException(
                        "Table "
                            + exchange.silverTable()
                            + " does not exist in namespace "
                            + catalog.namespace()
                            + ", so no dead letter can be replayed. `k2 run silver` creates it."));
    Ledger position =
        silver
            .ledgers()
            .of(topic)
            .orElseThrow(
                () ->
                    new HoleException(
                        silver.name()
                            + " has no position in "
                            + topic
                            + ", so it is unknown which dead letters are settled. "
                            + (silver.ledgers().byTopic().isEmpty()
                                ? "Rebuild it with `k2 ledger mend --exchange="
                                    + exchange.name()
                                    + "`."
                                : "Choose a topic of `k2 ledger show` with --topic.")));
    return new PinnedTopic(
        exchange,
        topic,
        silver,
        position,
        PinnedTable.load(catalog, TableRole.DEAD_LETTERS.tableOf(exchange))
            .filter(table -> table.snapshot() != null));
  }
}
