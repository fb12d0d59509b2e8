package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.differing;
import static com.k2.marketdata.damage.Damage.faulty;
import static com.k2.marketdata.damage.Damage.finding;
import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;

import com.k2.marketdata.testing.LakeFiles;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Damages of trades. */
final class SilverDamages {
  private static final String KRAKEN_SILVER = "silver_kraken_trades";

  private SilverDamages() {}

  static List<Damage> all() {
    return List.of(
        value("price", BigDecimal.ONE.setScale(12)),
        differing(
                "silver: a price of Kraken is changed",
                lake ->
                    lake.change(
                        KRAKEN_SILVER, row -> row.setField("price", BigDecimal.TEN.setScale(12))),
                "CHANGED",
                KRAKEN_SILVER,
                "price")
            .of("kraken"),
        differing(
            "silver: a side is flipped",
            lake ->
                lake.change(
                    SILVER,
                    row ->
                        row.setField("side", row.getField("side").equals("BUY") ? "SELL" : "BUY")),
            "CHANGED",
            SILVER,
            "side"),
        differing(
            "silver: the prices of two rows are exchanged",
            lake ->
                lake.rewrite(
                    SILVER,
                    rows -> {
                      Object first = rows.get(3).getField("price");
                      rows.get(3).setField("price", rows.get(4).getField("price"));
                      rows.get(4).setField("price", first);
                    }),
            "CHANGED",
            SILVER,
            "price"),
        differing(
            "silver: the price and the quantity of a row are exchanged",
            lake ->
                lake.change(
                    SILVER,
                    row -> {
                      Object price = row.getField("price");
                      row.setField("price", row.getField("quantity"));
                      row.setField("quantity", price);
                    }),
            "CHANGED",
            SILVER,
            "price",
            "quantity"),
        differing(
            "silver: the names of two columns are exchanged",
            lake -> {
              lake.table(SILVER).updateSchema().renameColumn("price", "other").commit();
              lake.table(SILVER).updateSchema().renameColumn("quantity", "price").commit();
              lake.table(SILVER).updateSchema().renameColumn("other", "quantity").commit();
            },
            "CHANGED",
            SILVER,
            "price",
            "quantity"),
        differing(
            "silver: a timestamp is changed within the day",
            lake -> lake.change(SILVER, row -> plus(row, "timestamp", Duration.ofMillis(1))),
            "CHANGED",
            SILVER,
            "timestamp"),
        faulty(
            "silver: a timestamp is moved to the next day, in the same file",
            lake -> lake.change(SILVER, row -> plus(row, "timestamp", Duration.ofDays(1))),
            SILVER,
            "timestamp is 2023-11-15T"),
        faulty(
            "silver: a file is under the wrong day",
            SilverDamages::moveFile,
            SILVER,
            "timestamp is "),
        faulty(
            "silver: message_id is changed",
            lake ->
                lake.change(
                    SILVER, row -> row.setField("message_id", UUID.randomUUID().toString())),
            SILVER,
            "message_id is "),
        value("trade_id", "BINANCE-1"),
        value("symbol", "ETHUSDT"),
        value("currency", "USDC"),
        value("exchange", "KRAKEN"),
        value("schema_id", 7),
        value("source_sequence", -1L),
        value("trade_conditions", List.of("another")),
        value("vendor_data", Map.of("is_best_match", "false")),
        differing(
            "silver: the producer's time is changed",
            lake ->
                lake.change(SILVER, row -> plus(row, "ingestion_timestamp", Duration.ofSeconds(1))),
            "CHANGED",
            SILVER,
            "ingestion_timestamp"),
        new Damage(
            "silver: the validation time is changed",
            lake ->
                lake.change(SILVER, row -> plus(row, "validation_timestamp", Duration.ofHours(1))),
            Damage.clean(),
            Damage.clean()),
        found(
            "silver: a row is doubled",
            lake -> lake.rewrite(SILVER, rows -> rows.add(rows.get(0).copy())),
            finding("DUPLICATE", SILVER)),
        found(
            "silver: a row is doubled with an offset above the position",
            lake -> addCopy(lake, 1_000_000L),
            finding("BEYOND_POSITION", SILVER)),
        found(
            "silver: a row is doubled with the offset of a dead letter",
            lake -> addCopy(lake, deadOffset(lake)),
            finding("IN_BOTH", SILVER)),
        found(
            "silver: rows are deleted by copy-on-write",
            lake -> lake.rewrite(SILVER, rows -> rows.subList(2, 6).clear()),
            finding("IN_NEITHER", SILVER)),
        found(
            "silver: a row is deleted by a delete file",
            lake -> LakeFiles.delete(lake.table(SILVER), lake.files(SILVER).get(0), 3),
            finding("IN_NEITHER", SILVER)));
  }

  private static Damage value(String column, Object value) {
    return differing(
        "silver: " + column + " is changed",
        lake -> lake.change(SILVER, row -> row.setField(column, value)),
        "CHANGED",
        SILVER,
        column);
  }

  static void plus(Record row, String column, Duration duration) {
    row.setField(column, ((OffsetDateTime) row.getField(column)).plus(duration));
  }

  private static void moveFile(DamagedLake lake) {
    Table table = lake.table(SILVER);
    DataFile file = lake.files(SILVER).get(0);
    Record otherDay = GenericRecord.create(table.spec().partitionType());
    otherDay.set(0, file.partition().get(0, Integer.class) + 1);
    DataFile moved = LakeFiles.write(table, otherDay, lake.rows(SILVER));
    table.newOverwrite().deleteFile(file).addFile(moved).commit();
  }

  private static long deadOffset(DamagedLake lake) {
    return lake.rows(DEAD_LETTERS).stream()
        .filter(row -> row.getField("kafka_partition").equals(0))
        .mapToLong(row -> (long) row.getField("kafka_offset"))
        .findFirst()
        .orElseThrow();
  }

  private static void addCopy(DamagedLake lake, long offset) {
    lake.rewrite(
        SILVER,
        rows -> {
          Record copy = rows.get(0).copy();
          copy.setField("kafka_partition", 0);
          copy.setField("kafka_offset", offset);
          rows.add(copy);
        });
  }
}
