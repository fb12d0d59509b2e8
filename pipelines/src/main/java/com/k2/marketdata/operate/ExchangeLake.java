package com.k2.marketdata.operate;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The tables of one exchange, as far as they are there; none is made. */
public record ExchangeLake(
    String exchange,
    String topic,
    Optional<Named> bronze,
    Optional<Named> silver,
    Optional<Named> deadLetters) {

  /** A table, its name without the namespace, and the topic of which it holds rows. */
  public record Named(String name, Table table, String topic) {

    /** The topic's ledger in the table as last refreshed. */
    public Optional<Ledger> ledger() {
      return TableLedgers.read(table).of(topic);
    }
  }

  /**
   * Loads the tables.
   *
   * @throws UsageException if there is none
   */
  public static ExchangeLake open(CatalogConfig catalog, Exchange exchange, String topic) {
    ExchangeLake lake = find(catalog, exchange, topic);
    if (lake.positioned().isEmpty()) {
      throw new UsageException(
          "There are no tables of "
              + exchange.name()
              + " in "
              + catalog.namespace()
              + " yet. `k2 run medallion --exchange="
              + exchange.name()
              + "` makes them.");
    }
    return lake;
  }

  /** Loads the tables that there are. */
  public static ExchangeLake find(CatalogConfig catalog, Exchange exchange, String topic) {
    return new ExchangeLake(
        exchange.name(),
        topic,
        load(catalog, exchange.bronzeTable(), topic),
        load(catalog, exchange.silverTable(), topic),
        load(catalog, DeadLetterTable.NAME, topic));
  }

  /** Bronze and silver, whose ledgers say where to go on. */
  public List<Named> positioned() {
    List<Named> tables = new ArrayList<>();
    bronze.ifPresent(tables::add);
    silver.ifPresent(tables::add);
    return tables;
  }

  /** Brings the dead letters in step with silver as it is now, if there are both. */
  void settle() {
    if (silver.flatMap(Named::ledger).isPresent()
        && deadLetters.flatMap(Named::ledger).isPresent()) {
      SystemFaultException.wrapping(
          "Could not bring the dead letters in step with silver",
          () ->
              new DeadLetterSync(deadLetters.get().table(), topic)
                  .settle(this::silverNow, silver.get().table()));
    }
  }

  /** A pipeline may have gone on since the tables were loaded, and its dead letters with it. */
  private Ledger silverNow() {
    RetryingMetadata.refresh(silver.orElseThrow().table());
    return silver.flatMap(Named::ledger).orElseThrow();
  }

  private static Optional<Named> load(CatalogConfig catalog, String name, String topic) {
    return SystemFaultException.wrapping(
        "The catalog did not give table " + name,
        () -> {
          try {
            Table table = RetryingMetadata.load(catalog.open(), catalog.table(name));
            return Optional.of(new Named(name, table, topic));
          } catch (NoSuchTableException e) {
            return Optional.empty();
          }
        });
  }
}
