package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.clean;
import static com.k2.marketdata.damage.Damage.faulty;
import static com.k2.marketdata.damage.Damage.finding;
import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.damage.Damage.inContents;
import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.lake.table.SilverTable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** Damages of metadata and of positions. */
final class TableDamages {
  /** Offsets 10 to 19 of partition 1 are dropped. */
  private static final int PARTITION = 1;

  private static final long FROM = 10;
  private static final long TO = 20;

  private static final String WRONG_SUM_OF_BRONZE =
      "\"sums\" : [ \"" + BRONZE + ": the rows of topic ";

  private static final String LOST_SILVER =
      "The catalog does not have " + SILVER + ", but its files are in ";
  private static final String REGISTER = "register it again with `k2 catalog restore`";
  private static final String POSITION = " is at offset ";

  private TableDamages() {}

  static List<Damage> all() {
    return List.of(
        found(
            "a manifest is missing",
            lake -> Files.delete(manifest(lake, SILVER)),
            finding("MANIFEST_MISSING", SILVER)),
        // The newest dead letters are Kraken's.
        found(
                "a manifest is damaged",
                lake -> Files.write(manifest(lake, DEAD_LETTERS), new byte[100]),
                finding("MANIFEST_DAMAGED", DEAD_LETTERS))
            .of("kraken"),
        found(
            "a manifest list is missing",
            lake -> Files.delete(manifestList(lake, BRONZE)),
            finding("MANIFEST_MISSING", BRONZE)),
        found(
            "a manifest list is cut off",
            lake -> Files.write(manifestList(lake, SILVER), new byte[] {'O', 'b', 'j', 1}),
            finding("MANIFEST_DAMAGED", SILVER)),
        found(
            "a manifest list is empty",
            lake -> Files.write(manifestList(lake, SILVER), new byte[0]),
            finding("MANIFEST_DAMAGED", SILVER)),
        found(
            "a metadata file is missing",
            lake -> Files.delete(metadata(lake, SILVER)),
            "The metadata file of " + SILVER + " is missing",
            "register an older one with `k2 catalog restore`"),
        found(
            "a row count in a manifest is changed",
            lake -> describe(lake, metrics -> metrics, -1),
            finding("FILE_ROW_COUNT", SILVER)),
        faulty(
            "the bounds of a column in a manifest are changed",
            lake -> describe(lake, TableDamages::withLowPrices, 0),
            SILVER,
            "price is "),
        found(
            "a file is added twice",
            lake -> lake.table(SILVER).newAppend().appendFile(lake.files(SILVER).get(0)).commit(),
            finding("DUPLICATE", SILVER)),
        found(
            "a file is removed from silver",
            lake -> lake.table(SILVER).newDelete().deleteFile(lake.files(SILVER).get(0)).commit(),
            finding("IN_NEITHER", SILVER)),
        found(
            "a file is removed from bronze",
            lake -> lake.table(BRONZE).newDelete().deleteFile(lake.files(BRONZE).get(0)).commit(),
            finding("WITHOUT_BRONZE", SILVER)),
        found(
            "rows are dropped from all tables",
            TableDamages::drop,
            finding("LOST", BRONZE),
            finding("LOST", SILVER)),
        inContents(
            "rows are dropped, and recorded as skipped",
            TableDamages::dropAndSkip,
            WRONG_SUM_OF_BRONZE),
        inContents(
            "rows are dropped, and the first offset is raised",
            TableDamages::dropFirst,
            WRONG_SUM_OF_BRONZE),
        found(
            "a position is ahead of Kafka",
            lake -> TABLES.forEach(table -> move(lake, table, 1_000)),
            BRONZE + POSITION,
            SILVER + POSITION,
            "in Kafka the partition ends at offset"),
        found(
            "a position is behind the rows",
            lake -> TABLES.forEach(table -> move(lake, table, -5)),
            finding("BEYOND_POSITION", BRONZE),
            finding("BEYOND_POSITION", SILVER)),
        found(
            "silver's position is ahead of bronze",
            lake -> move(lake, SILVER, 5),
            "behind " + SILVER + " at offset "),
        found(
            "a ledger is deleted",
            TableDamages::deleteLedger,
            BRONZE + " has snapshots but no position"),
        found(
            "bronze is rolled back by hand",
            lake -> rollBack(lake, BRONZE),
            "behind " + SILVER + " at offset ",
            "bronze was rolled back"),
        found(
                "the dead letters are rolled back by hand",
                lake -> rollBack(lake, DEAD_LETTERS),
                "are missing from " + DEAD_LETTERS + ". Was that table rolled back by hand?")
            .of("kraken"),
        // The next run continues from silver's position, so nothing is lost.
        new Damage(
            "silver is rolled back by hand",
            lake -> rollBack(lake, SILVER),
            clean("Dead letters are ahead of silver"),
            clean("Dead letters are ahead of silver")),
        new Damage(
            "the catalog is lost",
            lake -> Files.delete(lake.state().resolve("catalog.db")),
            new Damage.Expected(4, List.of("k2 catalog restore")),
            new Damage.Expected(4, List.of("k2 catalog restore"))),
        found(
            "a table is dropped without its files",
            lake -> lake.drop(SILVER),
            LOST_SILVER,
            REGISTER));
  }

  private static Path manifest(DamagedLake lake, String name) {
    Table table = lake.table(name);
    return DamagedLake.path(table.currentSnapshot().allManifests(table.io()).get(0).path());
  }

  private static Path manifestList(DamagedLake lake, String name) {
    return DamagedLake.path(lake.table(name).currentSnapshot().manifestListLocation());
  }

  private static Path metadata(DamagedLake lake, String name) {
    return DamagedLake.path(
        ((HasTableOperations) lake.table(name)).operations().current().metadataFileLocation());
  }

  /** Replaces a file's manifest entry by one that describes the file differently. */
  private static void describe(DamagedLake lake, UnaryOperator<Metrics> change, long moreRows) {
    Table table = lake.table(SILVER);
    DataFile file = lake.files(SILVER).get(0);
    Metrics metrics =
        new Metrics(
            file.recordCount() + moreRows,
            file.columnSizes(),
            file.valueCounts(),
            file.nullValueCounts(),
            file.nanValueCounts(),
            file.lowerBounds(),
            file.upperBounds());
    DataFile described =
        DataFiles.builder(table.spec()).copy(file).withMetrics(change.apply(metrics)).build();
    table.newDelete().deleteFile(file).commit();
    table.newAppend().appendFile(described).commit();
  }

  private static Metrics withLowPrices(Metrics metrics) {
    Types.NestedField price = SilverTable.SCHEMA.findField("price");
    Map<Integer, ByteBuffer> upper = new HashMap<>(metrics.upperBounds());
    upper.put(
        price.fieldId(),
        Conversions.toByteBuffer(price.type(), new BigDecimal("20000.000000000000")));
    return new Metrics(
        metrics.recordCount(),
        metrics.columnSizes(),
        metrics.valueCounts(),
        metrics.nullValueCounts(),
        metrics.nanValueCounts(),
        metrics.lowerBounds(),
        upper);
  }

  private static void drop(DamagedLake lake) {
    TABLES.forEach(name -> lake.remove(name, row -> isIn(row, FROM, TO)));
  }

  private static void dropAndSkip(DamagedLake lake) {
    drop(lake);
    TABLES.forEach(
        name ->
            lake.editLedger(
                name,
                ledger ->
                    ledger
                        .withArray("skipped")
                        .addObject()
                        .put("topicId", ledger.get("topicId").asText())
                        .put("partition", PARTITION)
                        .put("from", FROM)
                        .put("to", TO)
                        .put("why", "nothing to see here")));
  }

  private static void dropFirst(DamagedLake lake) {
    TABLES.forEach(
        name -> {
          lake.remove(name, row -> isIn(row, 0, TO));
          lake.editLedger(
              name, ledger -> ((ObjectNode) ledger.get("first")).put("" + PARTITION, TO));
        });
  }

  private static boolean isIn(Record row, long from, long to) {
    String prefix = row.struct().field("kafka_offset") == null ? "" : "kafka_";
    long offset = (long) row.getField(prefix + "offset");
    return row.getField(prefix + "partition").equals(PARTITION) && offset >= from && offset < to;
  }

  private static void move(DamagedLake lake, String name, long by) {
    lake.editLedger(
        name,
        ledger -> {
          ObjectNode next = (ObjectNode) ledger.get("next");
          next.put("" + PARTITION, next.get("" + PARTITION).asLong() + by);
        });
  }

  private static void deleteLedger(DamagedLake lake) {
    lake.table(BRONZE).newAppend().commit();
    lake.table(BRONZE).expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
  }

  private static void rollBack(DamagedLake lake, String name) {
    Table table = lake.table(name);
    Snapshot current = table.currentSnapshot();
    table.manageSnapshots().rollbackTo(current.parentId()).commit();
  }
}
