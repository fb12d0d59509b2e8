package com.k2.marketdata.pipeline;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.BronzeTable;
import com.k2.marketdata.lake.CatalogConfig;
import com.k2.marketdata.lake.DeadLetterSync;
import com.k2.marketdata.lake.DeadLetterTable;
import com.k2.marketdata.lake.Ledger;
import com.k2.marketdata.lake.SilverTable;
import com.k2.marketdata.lake.TableSetup;
import com.k2.marketdata.lake.Unreachable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tables that a pipeline writes for one exchange, with their ledgers. Bronze, or silver and its
 * dead letters, may be missing.
 */
record TradeTables(
    @Nullable LedgeredTable bronze,
    @Nullable LedgeredTable silver,
    @Nullable LedgeredTable deadLetters) {

  /** Only bronze. */
  static TradeTables bronze(CatalogConfig catalog, Exchange exchange, String topic) {
    TableSetup setup = new TableSetup(catalog);
    return new TradeTables(
        new LedgeredTable(setup.ensure(BronzeTable.definition(exchange)), topic), null, null);
  }

  /** Only silver and its dead letters. */
  static TradeTables silver(CatalogConfig catalog, Exchange exchange, String topic) {
    TableSetup setup = new TableSetup(catalog);
    return new TradeTables(
        null,
        new LedgeredTable(setup.ensure(SilverTable.definition(exchange)), topic),
        new LedgeredTable(setup.ensure(DeadLetterTable.definition()), topic));
  }

  /** All three. */
  static TradeTables all(CatalogConfig catalog, Exchange exchange, String topic) {
    TradeTables silver = silver(catalog, exchange, topic);
    return new TradeTables(
        bronze(catalog, exchange, topic).bronze(), silver.silver(), silver.deadLetters());
  }

  /** The ledger of a table that has one already, silver's before bronze's; null if none has. */
  @Nullable Ledger known() {
    Ledger ofSilver = silver == null ? null : silver.read().orElse(null);
    Ledger ofBronze = bronze == null ? null : bronze.read().orElse(null);
    return ofSilver != null ? ofSilver : ofBronze;
  }

  /** Starts the ledgers that are missing, and brings the dead letters in step with silver. */
  void startAt(Ledger starting) {
    if (bronze != null && bronze.read().isEmpty()) {
      bronze.start(starting);
    }
    if (silver == null) {
      return;
    }
    Ledger ofSilver = silver.read().orElse(null);
    boolean neverHadDeadLetters = ofSilver == null || ofSilver.intent() == null;
    if (deadLetters.read().isEmpty() && neverHadDeadLetters) {
      deadLetters.start(ofSilver == null ? starting : ofSilver);
    }
    if (ofSilver == null) {
      silver.start(starting);
    }
    settle();
  }

  /**
   * @throws HoleException if dead letters that silver knows of are gone
   */
  private void settle() {
    boolean changed =
        Unreachable.named(
            "Could not bring the dead letters in step with silver",
            () ->
                new DeadLetterSync(deadLetters.table(), deadLetters.topic())
                    .settle(silver.ledger()));
    if (changed) {
      deadLetters.read();
    }
  }
}
