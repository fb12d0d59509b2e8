package com.k2.marketdata.verify;

import static com.k2.marketdata.verify.VerifyLake.TOPIC;
import static com.k2.marketdata.verify.VerifyLake.TOPIC_ID;
import static com.k2.marketdata.verify.VerifyLake.deadLetters;
import static com.k2.marketdata.verify.VerifyLake.offsets;
import static com.k2.marketdata.verify.VerifyLake.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.verify.judge.FindingKind;
import com.k2.marketdata.verify.report.VerifyReport;
import com.k2.marketdata.verify.report.VerifyReport.ExchangeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of discrepancy is created in real tables and must be found. */
class VerificationTest {
  @TempDir private Path state;

  @Test
  void healthyTablesAreClean() throws IOException {
    VerifyReport report = VerifyLake.healthy(state).verify(true);

    assertThat(report.clean()).isTrue();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    ExchangeReport exchange = report.exchanges().get(0);
    assertThat(exchange.partitions())
        .extracting(one -> one.table() + " " + one.counts().rows() + " " + one.next())
        .containsExactly(
            "bronze_binance_trades 100 100",
            "silver_binance_trades 90 100",
            "silver_dlq_trades 10 100");
    assertThat(exchange.equalTradeIds()).isEqualTo(40);
    assertThat(exchange.snapshots()).hasSize(3);
    try (var files = Files.walk(state)) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("k2-result"));
    }
  }

  @Test
  void replayedRowsNeedTheirDeadLetters() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.appendReplayed(0, 10);
    VerifyReport replayed = lake.verify(true);
    assertThat(replayed.clean()).isTrue();
    assertThat(replayed.exchanges().get(0).replayed()).isEqualTo(2);

    lake.appendReplayed(20, 20);
    lake.append(TableRole.SILVER, TOPIC_ID, 30);
    lake.replaceAll(TableRole.DEAD_LETTERS, 0, 20, 30, 40, 50, 60, 70, 80, 90);

    assertThat(lake.verify().exchanges().get(0).offsets())
        .isEqualTo(
            Map.of(
                FindingKind.DUPLICATE, 1L,
                FindingKind.IN_BOTH, 1L,
                FindingKind.REPLAYED_WITHOUT_DEAD_LETTER, 1L));
  }

  /** A table of an earlier version. */
  @Test
  void silverWithoutReplaysIsVerified() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.table(TableRole.SILVER).updateSchema().deleteColumn("replay_id").commit();

    assertThat(lake.verify(true).clean()).isTrue();
  }

  @Test
  void lostTableIsReported() {
    VerifyLake lake = VerifyLake.healthy(state);
    CatalogConfig catalog = lake.catalog();
    for (String name :
        List.of("silver_dlq_trades", "silver_binance_trades", "bronze_binance_trades")) {
      catalog.open().dropTable(catalog.table(name), false);

      VerifyReport report = lake.verify();

      assertThat(report.exitCode()).isEqualTo(ExitCode.DISCREPANCY);
      assertThat(report.exchanges().get(0).disagreements())
          .anySatisfy(
              sentence ->
                  assertThat(sentence)
                      .startsWith("The catalog does not have " + name + ", but its files are in ")
                      .contains("k2 catalog restore"));
    }
    // All are lost now.
    assertThat(lake.verify().exchanges().get(0).partitions()).isEmpty();
  }

  @Test
  void bronzeAloneCanBeVerified() {
    VerifyLake lake = new VerifyLake(state);
    lake.start(TableRole.BRONZE);
    lake.append(TableRole.BRONZE, TOPIC_ID, offsets(0, 10));
    lake.position(TableRole.BRONZE, 10);

    assertThat(lake.verify(true).clean()).isTrue();
  }

  @Test
  void anExchangeWithoutTablesIsAUsageError() {
    VerifyLake lake = new VerifyLake(state);

    assertThatThrownBy(lake::verify)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no tables of binance");
  }

  @Test
  void aFileAppendedTwiceIsADuplicate() {
    for (TableRole role : TableRole.values()) {
      VerifyLake lake = VerifyLake.healthy(state.resolve(role.name()));
      lake.append(role, lake.append(role, "another topic", 7, 8));

      assertFound(lake, FindingKind.DUPLICATE, role, 7, 9);
    }
  }

  @Test
  void anOffsetInTwoFilesIsADuplicate() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.SILVER, TOPIC_ID, 11);

    assertFound(lake, FindingKind.DUPLICATE, TableRole.SILVER, 11, 12);
  }

  @Test
  void aBronzeRowWithoutAnOutcomeIsFound() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.replaceAll(TableRole.SILVER, trades(0, 97));

    assertFound(lake, FindingKind.IN_NEITHER, TableRole.SILVER, 97, 100);
  }

  @Test
  void aRowWithTwoOutcomesIsFound() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.DEAD_LETTERS, TOPIC_ID, 33);

    assertFound(lake, FindingKind.IN_BOTH, TableRole.SILVER, 33, 34);
  }

  @Test
  void outcomesWithoutABronzeRowAreFound() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.replaceAll(TableRole.BRONZE, offsets(1, 100));
    assertFound(lake, FindingKind.WITHOUT_BRONZE, TableRole.DEAD_LETTERS, 0, 1);

    lake.replaceAll(TableRole.BRONZE, offsets(3, 100));
    assertFound(lake, FindingKind.WITHOUT_BRONZE, TableRole.SILVER, 1, 3);
  }

  @Test
  void missingOffsetsAreUnverifiableWithoutKafka() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.replaceAll(TableRole.BRONZE, offsets(0, 98));
    lake.replaceAll(TableRole.SILVER, trades(0, 98));

    VerifyReport report = lake.verify(false);
    assertThat(report.clean()).isTrue();
    assertThat(report.exchanges().get(0).unverifiable()).isEqualTo(4);
    assertThat(ranges(report, FindingKind.UNVERIFIABLE))
        .containsExactly("bronze_binance_trades [98,100)", "silver_binance_trades [98,100)");
    assertThat(lake.verify(true).exitCode()).isEqualTo(ExitCode.DISCREPANCY);
  }

  @Test
  void rowsAboveAPositionAreFound() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.position(TableRole.BRONZE, 99);

    VerifyReport report = lake.verify();
    assertThat(ranges(report, FindingKind.BEYOND_POSITION))
        .containsExactly("bronze_binance_trades [99,100)");
    assertThat(report.exchanges().get(0).disagreements())
        .singleElement()
        .asString()
        .contains("offset 99", "at offset 100");

    lake.position(TableRole.BRONZE, 100);
    lake.position(TableRole.DEAD_LETTERS, 90);
    assertFound(lake, FindingKind.BEYOND_POSITION, TableRole.DEAD_LETTERS, 90, 91);
  }

  @Test
  void missingRowsBelowAPositionAreUnverifiable() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.position(TableRole.BRONZE, 70_000);

    VerifyReport report = lake.verify(true);
    assertThat(report.clean()).isFalse();
    assertThat(ranges(report, FindingKind.UNVERIFIABLE))
        .containsExactly("bronze_binance_trades [100,70000)");
  }

  @Test
  void skippedOffsetsAreNotMissing() {
    VerifyLake lake = VerifyLake.healthy(state);
    SkippedRange skipped = new SkippedRange(TOPIC_ID, 0, 100, 500, "test");
    for (TableRole role : TableRole.values()) {
      lake.position(role, 500);
      lake.change(role, ledger -> ledger.ofCycle("skip").withSkipped(skipped));
    }
    VerifyReport report = lake.verify(true);
    assertThat(report.clean()).isTrue();
    assertThat(report.skippedOffsets()).isEqualTo(400);
    assertThat(report.exchanges().get(0).skipped())
        .extracting(one -> one.table() + " [" + one.from() + "," + one.to() + ") " + one.why())
        .containsExactly(
            "bronze_binance_trades [100,500) test",
            "silver_binance_trades [100,500) test",
            "silver_dlq_trades [100,500) test");
  }

  @Test
  void deadLettersBehindSilverAreADisagreement() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.change(
        TableRole.SILVER,
        ledger -> ledger.ofCycle("new").withIntent(new DeadLetterIntent("new", "gone", "x", 1)));

    VerifyReport report = lake.verify();
    assertThat(report.clean()).isFalse();
    assertThat(report.exchanges().get(0).disagreements())
        .singleElement()
        .asString()
        .contains("silver_binance_trades has recorded");
  }

  @Test
  void pendingDeadLettersAreReadFromTheirFiles() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.addPendingDeadLetters();

    VerifyReport report = lake.verify(true);
    assertThat(report.exchanges().get(0).findings()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.exchanges().get(0).notes()).hasSize(1);
    assertThat(report.exchanges().get(0).partitions())
        .anyMatch(one -> one.table().equals("silver_dlq_trades") && one.counts().rows() == 12);
  }

  @Test
  void lostPendingDeadLettersAreADisagreement() {
    VerifyLake lake = VerifyLake.healthy(state);
    String previous =
        TableLedgers.read(lake.table(TableRole.DEAD_LETTERS)).of(TOPIC).orElseThrow().cycle();
    lake.change(
        TableRole.SILVER,
        ledger ->
            ledger
                .advancedTo("new", 0, Map.of(0, 100L))
                .withIntent(new DeadLetterIntent("new", previous, state + "/gone.jsonl", 2)));

    VerifyReport report = lake.verify();
    assertThat(report.exchanges().get(0).disagreements())
        .singleElement()
        .asString()
        .contains("cycle new", "gone.jsonl does not exist", "k2 ledger mend");
  }

  @Test
  void lostPositionOfBronzeIsReportedOnce() {
    VerifyLake lake = VerifyLake.healthy(state);
    ForeignTool.rewrite(lake.table(TableRole.BRONZE));
    ForeignTool.expire(lake.table(TableRole.BRONZE));

    assertThat(lake.verify().exchanges().get(0).disagreements())
        .singleElement()
        .asString()
        .contains("has snapshots but no position", "k2 ledger mend");
  }

  @Test
  void deadLettersAheadOfSilverAreNotJudged() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.BRONZE, TOPIC_ID, offsets(100, 120));
    lake.position(TableRole.BRONZE, 120);
    lake.append(TableRole.DEAD_LETTERS, TOPIC_ID, deadLetters(100, 120));
    lake.position(TableRole.DEAD_LETTERS, 120);

    VerifyReport report = lake.verify(true);
    assertThat(report.clean()).isTrue();
    assertThat(report.exchanges().get(0).notes()).hasSize(1);
  }

  @Test
  void onlyDuplicatesAreFoundInAnOldTopic() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.BRONZE, "topic-0", 5, 6, 7);
    assertThat(lake.verify(true).clean()).isTrue();

    lake.append(TableRole.BRONZE, "topic-0", 7);
    assertFound(lake, FindingKind.DUPLICATE, TableRole.BRONZE, 7, 8);
  }

  @Test
  void jsonHasExactlyTheDocumentedFields() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.SILVER, TOPIC_ID, 11);

    JsonNode report = new ObjectMapper().valueToTree(lake.verify());
    JsonNode exchange = report.get("exchanges").get(0);
    JsonNode partition = exchange.get("partitions").get(0);

    assertFields(report, "clean, strict, skippedOffsets, exchanges");
    assertFields(
        exchange,
        "exchange, snapshots, kafka, partitions, equalTradeIds, replayed, offsets, findings, files,"
            + " skipped, disagreements, notes, wrong, unverifiable");
    assertThat(exchange.get("wrong").asBoolean()).isTrue();
    assertFields(partition, "table, topic, topicId, partition, first, next, verdict, counts");
    assertFields(
        partition.get("counts"), "rows, duplicates, missing, kafkaHoles, unverifiable, misplaced");
    assertFields(
        exchange.get("findings").get(0),
        "kind, table, topic, topicId, partition, from, to, sentence");
  }

  @Test
  void aTableWithoutAPositionIsADisagreement() {
    VerifyLake lake = new VerifyLake(state);
    lake.append(TableRole.BRONZE, TOPIC_ID, 1);

    assertThat(lake.verify().exchanges().get(0).disagreements())
        .singleElement()
        .asString()
        .contains("no position");
  }

  private static void assertFields(JsonNode json, String names) {
    assertThat(json.fieldNames()).toIterable().containsExactlyInAnyOrder(names.split(", "));
  }

  private static void assertFound(
      VerifyLake lake, FindingKind kind, TableRole role, long from, long to) {
    VerifyReport report = lake.verify();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DISCREPANCY);
    String table = lake.table(role).name();
    String name = table.substring(table.lastIndexOf('.') + 1);
    assertThat(report.exchanges().get(0).findings())
        .extracting(found -> found.kind() + " " + range(found))
        .contains(kind + " " + name + " [" + from + "," + to + ")");
  }

  private static List<String> ranges(VerifyReport report, FindingKind kind) {
    return report.exchanges().get(0).findings().stream()
        .filter(found -> found.kind() == kind)
        .map(VerificationTest::range)
        .toList();
  }

  private static String range(VerifyReport.Range found) {
    return found.table() + " [" + found.from() + "," + found.to() + ")";
  }
}
