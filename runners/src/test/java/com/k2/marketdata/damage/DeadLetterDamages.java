package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.damage.Damage.inContents;
import static com.k2.marketdata.damage.DamagedLake.DEAD_LETTERS;
import static com.k2.marketdata.damage.DamagedLake.SILVER;

import com.k2.marketdata.testing.LakeFiles;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Damages of dead letters, and rows that change sides. */
final class DeadLetterDamages {
  private static final List<String> COORDINATES =
      List.of("kafka_topic", "kafka_topic_id", "kafka_partition", "kafka_offset");

  private DeadLetterDamages() {}

  static List<Damage> all() {
    return List.of(
        inContents(
            "dead letters: the bytes of a message are replaced",
            lake -> change(lake, "raw_record", BronzeDamages.bytes(new byte[] {7, 7}))),
        inContents(
            "dead letters: a reason is changed",
            lake ->
                lake.rewrite(
                    DEAD_LETTERS,
                    rows -> {
                      rows.get(0).setField("error_reason", "price_missing");
                      rows.get(0).setField("error_type", "price");
                    })),
        inContents(
            "dead letters: an error type is changed", lake -> change(lake, "error_type", "price")),
        inContents(
            "dead letters: a detail is changed",
            lake -> change(lake, "error_detail", "nothing to see here")),
        inContents(
            "dead letters: a schema id is changed", lake -> change(lake, "schema_id", 12345)),
        inContents(
            "dead letters: a Kafka timestamp is changed",
            lake ->
                lake.rewrite(
                    DEAD_LETTERS,
                    rows ->
                        SilverDamages.plus(rows.get(0), "kafka_timestamp", Duration.ofMillis(1)))),
        inContents(
            "dead letters: the date is changed in the same file",
            lake -> change(lake, "dlq_date", LocalDate.of(2020, 1, 1))),
        inContents(
            "dead letters: the source is changed in the same file",
            lake -> change(lake, "bronze_source", "bronze_kraken_trades")),
        inContents(
            "dead letters: the version of K2 is changed",
            lake -> change(lake, "pipeline_version", "another")),
        new Damage(
            "dead letters: the time of the error is changed within the day",
            lake ->
                lake.rewrite(
                    DEAD_LETTERS,
                    rows -> {
                      OffsetDateTime time =
                          (OffsetDateTime) rows.get(0).getField("error_timestamp");
                      rows.get(0).setField("error_timestamp", time.truncatedTo(ChronoUnit.DAYS));
                    }),
            Damage.clean(),
            Damage.clean()),
        found(
            "dead letters: a row is removed",
            lake -> lake.rewrite(DEAD_LETTERS, rows -> rows.remove(0)),
            "IN_NEITHER"),
        found(
            "dead letters: a row is doubled",
            lake -> lake.rewrite(DEAD_LETTERS, rows -> rows.add(rows.get(0).copy())),
            "DUPLICATE"),
        inContents("a trade becomes a dead letter", DeadLetterDamages::reject),
        inContents("a dead letter becomes a trade", DeadLetterDamages::accept),
        found(
            "a trade is a dead letter, too", lake -> addDeadLetter(lake, trade(lake)), "IN_BOTH"));
  }

  private static void change(DamagedLake lake, String column, Object value) {
    lake.rewrite(DEAD_LETTERS, rows -> rows.get(0).setField(column, value));
  }

  private static void reject(DamagedLake lake) {
    Record trade = trade(lake);
    lake.rewrite(SILVER, rows -> rows.remove(5));
    addDeadLetter(lake, trade);
  }

  private static void accept(DamagedLake lake) {
    Table table = lake.table(DEAD_LETTERS);
    Record deadLetter = lake.rows(table, lake.files(DEAD_LETTERS).get(0)).get(0);
    Record trade = trade(lake);
    lake.rewrite(DEAD_LETTERS, rows -> rows.remove(0));
    Record copy = trade.copy();
    COORDINATES.forEach(column -> copy.setField(column, deadLetter.getField(column)));
    LakeFiles.append(lake.table(SILVER), copy);
  }

  private static Record trade(DamagedLake lake) {
    return lake.rows(lake.table(SILVER), lake.files(SILVER).get(0)).get(5);
  }

  private static void addDeadLetter(DamagedLake lake, Record trade) {
    Table table = lake.table(DEAD_LETTERS);
    Record copy = lake.rows(table, lake.files(DEAD_LETTERS).get(0)).get(0).copy();
    COORDINATES.forEach(column -> copy.setField(column, trade.getField(column)));
    LakeFiles.append(table, copy);
  }
}
