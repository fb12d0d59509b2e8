package com.k2.marketdata.verify.scan;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTable;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/**
 * The existing tables of an exchange, pinned: silver first, then the dead letters, then bronze.
 * Bronze then has everything that silver has, even while pipelines are writing. The dead letters
 * may be ahead of silver, or behind by those that silver has recorded.
 *
 * @param lost the exchange's tables that an embedded catalog has lost
 */
public record PinnedLake(Exchange exchange, ByRole<PinnedTable> tables, List<LostTable> lost) {

  public static PinnedLake load(CatalogConfig catalog, Exchange exchange) {
    ByRole<PinnedTable> tables = ByRole.none();
    for (TableRole role : List.of(TableRole.SILVER, TableRole.DEAD_LETTERS, TableRole.BRONZE)) {
      if (role == TableRole.DEAD_LETTERS && !tables.has(TableRole.SILVER)) {
        continue;
      }
      Optional<PinnedTable> table = PinnedTable.load(catalog, role.tableOf(exchange));
      tables = table.isPresent() ? tables.with(role, table.get()) : tables;
    }
    return new PinnedLake(
        exchange, tables, LostTables.in(catalog, name -> TableRole.isTableOf(exchange, name)));
  }

  /** Whether the exchange has neither bronze nor silver, not even lost ones. */
  public boolean isEmpty() {
    String shared = TableRole.DEAD_LETTERS.tableOf(exchange);
    return !hasRows() && lost.stream().allMatch(table -> table.name().equals(shared));
  }

  /** Whether there is a table to read. */
  public boolean hasRows() {
    return !tables.positioned().isEmpty();
  }

  /** A table to read; {@link #hasRows} must be true. */
  public Table anyTable() {
    return tables.positioned().get(0).table();
  }

  /** The topics in which bronze or silver has a position. */
  public SortedSet<String> topics() {
    SortedSet<String> topics = new TreeSet<>();
    tables.positioned().forEach(table -> topics.addAll(table.ledgers().byTopic().keySet()));
    return topics;
  }

  /** The ledger of a topic in a table; empty if the table or the ledger does not exist. */
  public Optional<Ledger> ledger(TableRole role, String topic) {
    return tables.get(role).flatMap(table -> table.ledgers().of(topic));
  }

  /** How a topic's dead letters compare with silver; empty if silver has no ledger of the topic. */
  public Optional<DeadLetterState> deadLetterState(String topic) {
    return ledger(TableRole.SILVER, topic)
        .map(
            silver ->
                tables.has(TableRole.DEAD_LETTERS)
                    ? sync(topic).state(silver)
                    : DeadLetterState.BEHIND);
  }

  /**
   * What is lost of the dead letters that silver has recorded and that are not appended yet, as a
   * sentence; empty if nothing is.
   */
  public Optional<String> lostDeadLetters(String topic) {
    return deadLetterState(topic).equals(Optional.of(DeadLetterState.PENDING))
        ? SystemFaultException.wrapping(
            "Could not read the dead letters that silver has recorded",
            () -> sync(topic).lost(ledger(TableRole.SILVER, topic).orElseThrow().intent()))
        : Optional.empty();
  }

  DeadLetterSync sync(String topic) {
    return new DeadLetterSync(tables.require(TableRole.DEAD_LETTERS).table(), topic);
  }

  /** The name of a table, without the namespace. */
  public String name(TableRole role) {
    return role.tableOf(exchange);
  }
}
