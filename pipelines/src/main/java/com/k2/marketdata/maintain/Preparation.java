package com.k2.marketdata.maintain;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.KeptLedgers;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateProperties;

/**
 * What is done to a table before any step: an anchor if its newest snapshot has no position, dead
 * letters that a driver has left behind, and the properties that limit other tools' expiry.
 */
final class Preparation {
  private static final List<String> PROPERTIES =
      List.of(TableProperties.MIN_SNAPSHOTS_TO_KEEP, TableProperties.MAX_SNAPSHOT_AGE_MS);

  private final CatalogConfig catalog;
  private final TableName name;
  private final Table table;

  Preparation(CatalogConfig catalog, TableName name, Table table) {
    this.catalog = catalog;
    this.name = name;
    this.table = table;
  }

  /**
   * Prepares the table.
   *
   * @return a sentence for each change
   * @throws HoleException if its position or dead letters are lost
   */
  List<String> execute() {
    List<String> done = new ArrayList<>();
    anchor(table, done);
    if (name.role() == TableRole.SILVER) {
      existingDeadLetters().ifPresent(deadLetters -> complete(deadLetters, done));
    }
    addProperties(done);
    return done;
  }

  /** What is unusual about the dead letters of a silver table, as sentences. */
  List<String> deadLetters() {
    List<String> sentences = new ArrayList<>();
    if (name.role() == TableRole.SILVER) {
      existingDeadLetters().ifPresent(deadLetters -> describe(deadLetters, sentences));
    }
    return sentences;
  }

  private void describe(Table deadLetters, List<String> sentences) {
    for (String topic : TableLedgers.read(table).byTopic().keySet()) {
      sentence(new DeadLetterSync(deadLetters, topic), topic).ifPresent(sentences::add);
    }
  }

  private Optional<String> sentence(DeadLetterSync sync, String topic) {
    return switch (sync.currentState(table)) {
      case IN_STEP -> Optional.empty();
      case PENDING ->
          TableLedgers.read(table)
              .of(topic)
              .flatMap(silver -> sync.lost(silver.intent()))
              .or(
                  () ->
                      Optional.of(
                          "Dead letters of "
                              + topic
                              + " are not appended yet. The running pipeline does it, or its next"
                              + " start."));
      case AHEAD ->
          Optional.of(
              "There are dead letters of "
                  + topic
                  + " that silver was rolled back from. The next start removes them.");
      case BEHIND ->
          Optional.of(
              "Dead letters of "
                  + topic
                  + " that silver has recorded are missing. `k2 verify` says what to do.");
    };
  }

  private void anchor(Table anchored, List<String> done) {
    Snapshot before = anchored.currentSnapshot();
    SystemFaultException.wrapping(
        "Could not read the position in " + anchored.name(),
        () -> new KeptLedgers(anchored).read());
    if (before != null && TableLedgers.of(before).isEmpty()) {
      done.add("Anchored the position of " + anchored.name() + " after another tool's snapshot.");
    }
  }

  private void complete(Table deadLetters, List<String> done) {
    anchor(deadLetters, done);
    TableLedgers ledgers = TableLedgers.read(deadLetters);
    for (String topic : TableLedgers.read(table).byTopic().keySet()) {
      if (ledgers.of(topic).isPresent() && completed(deadLetters, topic)) {
        done.add("Appended dead letters of " + topic + " that a driver had left.");
      }
    }
  }

  private boolean completed(Table deadLetters, String topic) {
    return SystemFaultException.wrapping(
        "Could not append dead letters to " + deadLetters.name(),
        () -> new DeadLetterSync(deadLetters, topic).completePending(table));
  }

  private Optional<Table> existingDeadLetters() {
    return new TableName(TableRole.DEAD_LETTERS, name.exchange()).load(catalog);
  }

  private void addProperties(List<String> done) {
    Map<String, String> missing = missing(table, name.definition());
    if (missing.isEmpty()) {
      return;
    }
    SystemFaultException.wrapping(
        "Could not set properties of " + table.name(),
        () -> {
          UpdateProperties update = table.updateProperties();
          missing.forEach(update::set);
          update.commit();
          return missing;
        });
    done.add("Set the missing properties " + missing + ".");
  }

  private static Map<String, String> missing(Table table, TableDefinition definition) {
    Map<String, String> missing = new TreeMap<>();
    for (String property : PROPERTIES) {
      if (!table.properties().containsKey(property)) {
        missing.put(property, definition.properties().get(property));
      }
    }
    return missing;
  }
}
