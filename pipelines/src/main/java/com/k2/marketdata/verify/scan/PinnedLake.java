package com.k2.marketdata.verify.scan;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import java.util.SortedSet;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tables of an exchange, pinned: silver first, then the dead letters, then bronze. What silver
 * has is then in the bronze that is compared with it, also beside running writers; the dead letters
 * may be ahead of silver, or behind by those that silver intended.
 */
public record PinnedLake(
    Exchange exchange,
    @Nullable PinnedTable silver,
    @Nullable PinnedTable deadLetters,
    @Nullable PinnedTable bronze) {

  public static PinnedLake load(CatalogConfig catalog, Exchange exchange) {
    PinnedTable silver = PinnedTable.load(catalog, exchange.silverTable()).orElse(null);
    PinnedTable deadLetters =
        silver == null ? null : PinnedTable.load(catalog, DeadLetterTable.NAME).orElse(null);
    PinnedTable bronze = PinnedTable.load(catalog, exchange.bronzeTable()).orElse(null);
    return new PinnedLake(exchange, silver, deadLetters, bronze);
  }

  public @Nullable PinnedTable of(TableRole role) {
    return switch (role) {
      case BRONZE -> bronze;
      case SILVER -> silver;
      case DEAD_LETTERS -> deadLetters;
    };
  }

  public boolean isEmpty() {
    return silver == null && bronze == null;
  }

  /** The topics that its tables have positions in. */
  public SortedSet<String> topics() {
    SortedSet<String> topics = new TreeSet<>();
    if (silver != null) {
      topics.addAll(silver.ledgers().byTopic().keySet());
    }
    if (bronze != null) {
      topics.addAll(bronze.ledgers().byTopic().keySet());
    }
    return topics;
  }

  public @Nullable Ledger silverLedger(String topic) {
    return silver == null ? null : silver.ledger(topic);
  }

  public @Nullable Ledger bronzeLedger(String topic) {
    return bronze == null ? null : bronze.ledger(topic);
  }

  public @Nullable Ledger deadLetterLedger(String topic) {
    return deadLetters == null ? null : deadLetters.ledger(topic);
  }

  /** How a topic's dead letters stand to silver; null without silver. */
  public @Nullable DeadLetterState deadLetterState(String topic) {
    Ledger ofSilver = silverLedger(topic);
    if (ofSilver == null) {
      return null;
    }
    return deadLetters == null ? DeadLetterState.BEHIND : sync(topic).state(ofSilver);
  }

  DeadLetterSync sync(String topic) {
    return new DeadLetterSync(deadLetters.table(), topic);
  }

  /** The name of a table. */
  public String name(TableRole table) {
    return switch (table) {
      case BRONZE -> exchange.bronzeTable();
      case SILVER -> exchange.silverTable();
      case DEAD_LETTERS -> DeadLetterTable.NAME;
    };
  }
}
