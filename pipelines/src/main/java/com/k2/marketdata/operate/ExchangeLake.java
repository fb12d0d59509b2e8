package com.k2.marketdata.operate;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.read.TopicRows;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The existing tables of one exchange; none is created. */
public record ExchangeLake(String exchange, String topic, ByRole<Named> tables) {

  /** A table, its name without the namespace, and the topic whose rows are meant. */
  public record Named(String name, Table table, String topic) {

    /** The topic's ledger in the table as last refreshed. */
    public Optional<Ledger> ledger() {
      return TableLedgers.read(table).of(topic);
    }

    /**
     * Whether the table, as last refreshed, has snapshots but no ledger of the topic. A topic that
     * is new in a table of other topics has no rows there, and has lost nothing.
     */
    public boolean hasLostLedger() {
      if (table.currentSnapshot() == null || ledger().isPresent()) {
        return false;
      }
      return TableLedgers.read(table).byTopic().isEmpty()
          || SystemFaultException.wrapping(
              "Could not read " + name, () -> TopicRows.existWithoutLedger(table, topic));
    }
  }

  /**
   * Loads the tables.
   *
   * @throws UsageException if neither bronze nor silver exists
   */
  public static ExchangeLake open(CatalogConfig catalog, Exchange exchange, String topic) {
    ExchangeLake lake = find(catalog, exchange, topic);
    if (lake.positioned().isEmpty()) {
      throw new UsageException(
          "Namespace "
              + catalog.namespace()
              + " has no tables of "
              + exchange.name()
              + " yet. `k2 run medallion --exchange="
              + exchange.name()
              + "` creates them.");
    }
    return lake;
  }

  /**
   * Loads the tables for the topic in which they have a position: the exchange's own one, or else
   * the only one.
   *
   * @throws UsageException if neither bronze nor silver exists, or if they have positions in
   *     several topics and none of them is the exchange's own
   */
  public static ExchangeLake open(CatalogConfig catalog, Exchange exchange) {
    ExchangeLake own = open(catalog, exchange, exchange.topic());
    SortedSet<String> topics = own.topics();
    if (topics.isEmpty() || topics.contains(own.topic)) {
      return own;
    }
    if (topics.size() > 1) {
      throw new UsageException(
          "The tables of "
              + exchange.name()
              + " have positions in several topics: "
              + String.join(", ", topics)
              + ". Choose one with --topic.");
    }
    return own.of(topics.first());
  }

  /**
   * Loads the tables that exist.
   *
   * @throws HoleException if an embedded catalog has lost one of them
   */
  public static ExchangeLake find(CatalogConfig catalog, Exchange exchange, String topic) {
    LostTables.requireNone(catalog, name -> TableRole.isTableOf(exchange, name));
    ByRole<Named> tables = ByRole.none();
    for (TableRole role : TableRole.values()) {
      Optional<Named> table = load(catalog, role.tableOf(exchange), topic);
      tables = table.isPresent() ? tables.with(role, table.get()) : tables;
    }
    return new ExchangeLake(exchange.name(), topic, tables);
  }

  /** The topics in which bronze or silver has a position. */
  public SortedSet<String> topics() {
    SortedSet<String> topics = new TreeSet<>();
    positioned()
        .forEach(named -> topics.addAll(TableLedgers.read(named.table()).byTopic().keySet()));
    return topics;
  }

  /** The same tables, for the rows of another topic. */
  public ExchangeLake of(String other) {
    return new ExchangeLake(
        exchange, other, tables.map(named -> new Named(named.name(), named.table(), other)));
  }

  /**
   * A sentence with the topics of the tables' positions, for the message that this one has none.
   */
  public String elsewhere() {
    SortedSet<String> topics = topics();
    return topics.isEmpty()
        ? ""
        : " The tables of "
            + exchange
            + " have positions in: "
            + String.join(", ", topics)
            + ". Choose one with --topic.";
  }

  public Optional<Named> bronze() {
    return tables.bronze();
  }

  public Optional<Named> silver() {
    return tables.silver();
  }

  public Optional<Named> deadLetters() {
    return tables.deadLetters();
  }

  /** Bronze and silver, as far as they exist: the tables whose ledgers determine what is read. */
  public List<Named> positioned() {
    return tables.positioned();
  }

  /** Brings the dead letters in step with silver as it is now, if both have a ledger. */
  void settle() {
    if (silver().flatMap(Named::ledger).isPresent()
        && deadLetters().flatMap(Named::ledger).isPresent()) {
      SystemFaultException.wrapping(
          "Could not bring the dead letters in step with silver",
          () ->
              new DeadLetterSync(tables.require(TableRole.DEAD_LETTERS).table(), topic)
                  .settle(tables.require(TableRole.SILVER).table()));
    }
  }

  private static Optional<Named> load(CatalogConfig catalog, String name, String topic) {
    return SystemFaultException.wrapping(
        "Could not load table " + name,
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
