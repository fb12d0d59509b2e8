package com.k2.marketdata.sql;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The view of dead letters that were not replayed: no silver table has a row with a replay id at
 * their coordinates.
 */
final class OpenDeadLetters {
  static final String NAME = "open_dead_letters";

  private OpenDeadLetters() {}

  /** The names of the silver tables that may have replayed rows. */
  static List<String> silverTables() {
    return Exchanges.all().stream().map(Exchange::silverTable).toList();
  }

  /**
   * The query of the view.
   *
   * @param silver the silver tables that have the column of replays
   */
  static String select(List<String> silver) {
    String deadLetters = "SELECT * FROM " + Quoted.name(DeadLetterTable.NAME);
    if (silver.isEmpty()) {
      return deadLetters;
    }
    String coordinates =
        String.join(
            ", ",
            SilverTable.KAFKA_TOPIC_ID,
            SilverTable.KAFKA_PARTITION,
            SilverTable.KAFKA_OFFSET);
    String replayed =
        silver.stream()
            .map(
                table ->
                    "SELECT "
                        + coordinates
                        + " FROM "
                        + Quoted.name(table)
                        + " WHERE "
                        + SilverTable.REPLAY_ID
                        + " IS NOT NULL")
            .collect(Collectors.joining(" UNION ALL "));
    return deadLetters + " ANTI JOIN (" + replayed + ") USING (" + coordinates + ")";
  }
}
