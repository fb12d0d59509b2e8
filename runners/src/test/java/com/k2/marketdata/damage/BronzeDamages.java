package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.differing;
import static com.k2.marketdata.damage.Damage.faulty;
import static com.k2.marketdata.damage.Damage.finding;
import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.SILVER;

import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.NumberedTrades;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;

/** Damages of messages. */
final class BronzeDamages {
  private BronzeDamages() {}

  static List<Damage> all() {
    return List.of(
        differing(
            "bronze: the bytes of a message are replaced by another trade",
            lake ->
                lake.change(
                    BRONZE, row -> row.setField("raw_bytes", bytes(NumberedTrades.binance(999)))),
            "BRONZE_CHANGED",
            BRONZE,
            "raw_bytes"),
        differing(
            "bronze: the bytes of a message are cut off",
            lake -> lake.change(BRONZE, row -> row.setField("raw_bytes", bytes(new byte[] {0}))),
            "BRONZE_CHANGED",
            BRONZE,
            "raw_bytes"),
        differing(
            "bronze: the bytes of two messages are exchanged",
            lake ->
                lake.rewrite(
                    BRONZE,
                    rows -> {
                      Object first = rows.get(3).getField("raw_bytes");
                      rows.get(3).setField("raw_bytes", rows.get(4).getField("raw_bytes"));
                      rows.get(4).setField("raw_bytes", first);
                    }),
            "BRONZE_CHANGED",
            BRONZE,
            "raw_bytes"),
        differing(
            "bronze and silver: a price is changed alike",
            BronzeDamages::changeAlike,
            "BRONZE_CHANGED",
            BRONZE,
            "raw_bytes"),
        differing(
            "bronze: a key is changed",
            lake -> lake.change(BRONZE, row -> row.setField("key", text("another"))),
            "BRONZE_CHANGED",
            BRONZE,
            "key"),
        differing(
            "bronze: a key becomes null",
            lake -> lake.change(BRONZE, row -> row.setField("key", null)),
            "BRONZE_CHANGED",
            BRONZE,
            "key"),
        differing(
            "bronze: a header is changed",
            lake ->
                lake.change(
                    BRONZE, row -> row.setField("headers", Map.of("source", text("another")))),
            "BRONZE_CHANGED",
            BRONZE,
            "headers"),
        differing(
            "bronze: the headers are removed",
            lake -> lake.change(BRONZE, row -> row.setField("headers", null)),
            "BRONZE_CHANGED",
            BRONZE,
            "headers"),
        differing(
            "bronze: a Kafka timestamp is changed",
            lake ->
                lake.change(
                    BRONZE,
                    row -> SilverDamages.plus(row, "kafka_timestamp", Duration.ofMillis(1))),
            "BRONZE_CHANGED",
            BRONZE,
            "kafka_timestamp"),
        differing(
            "bronze: a topic's name is changed",
            lake -> lake.change(BRONZE, row -> row.setField("topic", "another")),
            "CHANGED",
            SILVER,
            "kafka_topic"),
        faulty(
            "bronze: the ingestion date is changed in the same file",
            lake ->
                lake.change(
                    BRONZE, row -> row.setField("ingestion_date", LocalDate.of(2020, 1, 1))),
            BRONZE,
            "ingestion_date is 2020-01-01, not in the file's partition "),
        found(
            "bronze: a topic id is changed",
            lake -> lake.change(BRONZE, row -> row.setField("topic_id", "another")),
            finding("WITHOUT_BRONZE", SILVER)),
        found(
            "bronze: a row is moved to another offset",
            lake -> lake.change(BRONZE, row -> row.setField("offset", 1_000_000L)),
            finding("WITHOUT_BRONZE", SILVER),
            finding("BEYOND_POSITION", BRONZE)),
        found(
            "bronze: rows are deleted by copy-on-write",
            lake -> lake.rewrite(BRONZE, rows -> rows.subList(2, 6).clear()),
            finding("WITHOUT_BRONZE", SILVER)),
        found(
            "bronze: a row is deleted by a delete file",
            lake -> LakeFiles.delete(lake.table(BRONZE), lake.files(BRONZE).get(0), 3),
            finding("WITHOUT_BRONZE", SILVER)),
        found(
            "bronze: a row is doubled",
            lake -> lake.rewrite(BRONZE, rows -> rows.add(rows.get(0).copy())),
            finding("DUPLICATE", BRONZE)));
  }

  /** Silver agrees with bronze afterwards, but neither with Kafka. */
  private static void changeAlike(DamagedLake lake) {
    Record trade = lake.rows(SILVER).get(5);
    long number = Long.parseLong(trade.getField("trade_id").toString().replace("BINANCE-", ""));
    lake.rewrite(SILVER, rows -> rows.get(5).setField("price", new BigDecimal("1.5").setScale(12)));
    lake.changeAll(
        BRONZE,
        row ->
            row.getField("partition").equals(trade.getField("kafka_partition"))
                && row.getField("offset").equals(trade.getField("kafka_offset")),
        row -> row.setField("raw_bytes", bytes(NumberedTrades.binance(number, "BTCUSDT", "1.5"))));
  }

  static ByteBuffer bytes(byte[] value) {
    return ByteBuffer.wrap(value);
  }

  private static ByteBuffer text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }
}
