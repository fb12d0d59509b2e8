package com.k2.marketdata.damage;

import static com.k2.marketdata.damage.Damage.differing;
import static com.k2.marketdata.damage.Damage.faulty;
import static com.k2.marketdata.damage.Damage.finding;
import static com.k2.marketdata.damage.Damage.found;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;

import com.k2.marketdata.testing.LakeFiles;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.data.Record;

/** Damages of dead letters, and rows that change sides. */
final class DeadLetterDamages {
  private static final List<String> COORDINATES =
      List.of("kafka_topic", "kafka_topic_id", "kafka_partition", "kafka_offset");

  private DeadLetterDamages() {}

  static List<Damage> all() {
    return List.of(
        differing(
            "dead letters: the bytes of a message are replaced",
            lake -> change(lake, "raw_record", BronzeDamages.bytes(new byte[] {7, 7})),
            "CHANGED",
            DEAD_LETTERS,
            "raw_record"),
        differing(
            "dead letters: a reason is changed",
            lake ->
                lake.rewrite(
                    DEAD_LETTERS,
                    rows -> {
                      rows.get(0).setField("error_reason", "price_missing");
                      rows.get(0).setField("error_type", "price");
                    }),
            "CHANGED",
            DEAD_LETTERS,
            "error_reason",
            "error_type"),
        differing(
            "dead letters: an error type is changed",
            lake -> change(lake, "error_type", "price"),
            "CHANGED",
            DEAD_LETTERS,
            "error_type"),
        differing(
            "dead letters: a detail is changed",
            lake -> change(lake, "error_detail", "nothing to see here"),
            "CHANGED",
            DEAD_LETTERS,
            "error_detail"),
        differing(
            "dead letters: a schema id is changed",
            lake -> change(lake, "schema_id", 12345),
            "CHANGED",
            DEAD_LETTERS,
            "schema_id"),
        differing(
            "dead letters: a Kafka timestamp is changed",
            lake ->
                lake.rewrite(
                    DEAD_LETTERS,
                    rows ->
                        SilverDamages.plus(rows.get(0), "kafka_timestamp", Duration.ofMillis(1))),
            "CHANGED",
            DEAD_LETTERS,
            "kafka_timestamp"),
        faulty(
            "dead letters: the date is changed in the same file",
            lake -> change(lake, "dlq_date", LocalDate.of(2020, 1, 1)),
            DEAD_LETTERS,
            "dlq_date is 2020-01-01, not in the file's partition "),
        faulty(
            "dead letters: the source is changed in the same file",
            lake -> change(lake, "bronze_source", "bronze_kraken_trades"),
            DEAD_LETTERS,
            "bronze_source is bronze_kraken_trades, not in the file's partition "),
        differing(
            "dead letters: the version of K2 is changed",
            lake -> change(lake, "pipeline_version", "another"),
            "CHANGED",
            DEAD_LETTERS,
            "pipeline_version"),
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
            finding("IN_NEITHER", SILVER)),
        found(
            "dead letters: a row is doubled",
            lake -> lake.rewrite(DEAD_LETTERS, rows -> rows.add(rows.get(0).copy())),
            finding("DUPLICATE", DEAD_LETTERS)),
        differing(
            "a trade becomes a dead letter",
            DeadLetterDamages::reject,
            "CHANGED",
            DEAD_LETTERS,
            "outcome"),
        differing(
            "a dead letter becomes a trade",
            DeadLetterDamages::accept,
            "CHANGED",
            SILVER,
            "outcome"),
        found(
            "a trade is a dead letter, too",
            lake -> addDeadLetter(lake, trade(lake)),
            finding("IN_BOTH", SILVER)));
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
    Record deadLetter = lake.rows(DEAD_LETTERS).get(0);
    Record trade = trade(lake);
    lake.rewrite(DEAD_LETTERS, rows -> rows.remove(0));
    Record copy = trade.copy();
    COORDINATES.forEach(column -> copy.setField(column, deadLetter.getField(column)));
    LakeFiles.append(lake.table(SILVER), copy);
  }

  private static Record trade(DamagedLake lake) {
    return lake.rows(SILVER).get(5);
  }

  private static void addDeadLetter(DamagedLake lake, Record trade) {
    Record copy = lake.rows(DEAD_LETTERS).get(0).copy();
    COORDINATES.forEach(column -> copy.setField(column, trade.getField(column)));
    LakeFiles.append(lake.table(DEAD_LETTERS), copy);
  }
}
