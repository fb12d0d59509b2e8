package com.k2.marketdata.lake.maintain.orphan.reference;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.progress.TaskProgress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * The files that intents refer to: the lists that any kept snapshot of silver names, rolled back or
 * not, and the data files in the lists of dead letters that have not been appended yet.
 */
final class IntentReferences {
  private final Set<TopicIntent> intents = new LinkedHashSet<>();

  /** The cycles whose dead letters have been appended. */
  private final Set<TopicCycle> appended = new HashSet<>();

  private record TopicIntent(String topic, DeadLetterIntent intent) {}

  private record TopicCycle(String topic, String cycle) {}

  /** Reads the intents in these tables. */
  IntentReferences(List<Table> tables) {
    for (Table table : tables) {
      for (Snapshot snapshot : table.snapshots()) {
        TableLedgers.of(snapshot)
            .forEach(
                (topic, ledger) -> {
                  if (ledger.intent() != null) {
                    intents.add(new TopicIntent(topic, ledger.intent()));
                    // The intent was planned when the table had that cycle's dead letters.
                    appended.add(new TopicCycle(topic, ledger.intent().previous()));
                  }
                });
      }
    }
  }

  /**
   * The locations.
   *
   * @param deadLetters the table that the dead letters are appended to, in a state that was loaded
   *     after the intents were read
   * @throws MaintenanceRefusedException if a list that is needed is missing or damaged
   */
  List<String> locations(Table deadLetters) {
    for (Snapshot snapshot : deadLetters.snapshots()) {
      TableLedgers.of(snapshot)
          .forEach(
              (topic, ledger) -> {
                appended.add(new TopicCycle(topic, ledger.cycle()));
                appended.add(new TopicCycle(topic, ledger.newestDeadLetters()));
              });
    }
    List<String> locations = new ArrayList<>();
    for (TopicIntent each : intents) {
      locations.add(each.intent().list());
      if (!appended.contains(new TopicCycle(each.topic(), each.intent().cycle()))) {
        files(deadLetters, each.intent()).forEach(file -> locations.add(file.location()));
        TaskProgress.report();
      }
    }
    return locations;
  }

  private static List<DataFile> files(Table deadLetters, DeadLetterIntent intent) {
    try {
      return DeadLetterFiles.read(deadLetters, intent.list());
    } catch (NotFoundException e) {
      throw OrphanSearch.refusals(deadLetters.name())
          .because(
              intent.list()
                  + ", the list of the dead letters of cycle "
                  + intent.cycle()
                  + ", does not exist. If silver's newest cycle recorded it, run `k2 ledger mend`;"
                  + " if silver was rolled back from that cycle, this ends when its snapshot"
                  + " expires");
    } catch (RuntimeException e) {
      throw OrphanSearch.refusals(deadLetters.name()).unreadable(intent.list(), e);
    }
  }
}
