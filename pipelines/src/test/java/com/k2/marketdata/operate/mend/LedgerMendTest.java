package com.k2.marketdata.operate.mend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.NewTopic;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans for tables whose rows need no look-up in Kafka. */
class LedgerMendTest {
  private static final String TOPIC = RawTrades.BINANCE.topic();
  private static final String NEW_ID = "new-topic-id";

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, TOPIC);
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
  }

  @Test
  void rowsGiveTheLostPosition() {
    Ledger before = tables.ledger(tables.silver());
    lose(tables.silver());

    Ledger mended = mend(10).steps().get(0).ledger();

    assertThat(mended.first()).isEqualTo(before.first());
    assertThat(mended.next()).isEqualTo(before.next());
    assertThat(mended.rows()).isEqualTo(16);
  }

  @Test
  void partitionWithoutRowsKeepsItsBeginning() {
    tables = new CycleFixture(folder.resolve("other"), TOPIC);
    tables.run("c1", CycleFixture.NONE, 10);
    lose(tables.silver());

    assertThat(mend(10).steps().get(0).ledger().next()).isEqualTo(Map.of(0, 10L, 1, 0L));
  }

  /** Silver skipped 10 to 14 while bronze was behind, so bronze may have rows there one day. */
  @Test
  void bronzeStopsBeforeWhatSilverAloneSkipped() {
    change(
        tables.silver(),
        ledger ->
            ledger
                .advancedTo("set", 3, Map.of(0, 15L))
                .withSkipped(new SkippedRange(ledger.topicId(), 0, 10, 15, "odd")));
    lose(tables.bronze());

    assertThat(mend(10).steps().get(0).ledger().next()).isEqualTo(Map.of(0, 10L, 1, 10L));
  }

  @Test
  void skippedRangesKeepTheirReasons() {
    change(
        tables.bronze(),
        ledger ->
            ledger
                .advancedTo("set", 3, Map.of(0, 15L))
                .withSkipped(new SkippedRange(ledger.topicId(), 0, 10, 12, "odd"))
                .withSkipped(new SkippedRange(ledger.topicId(), 0, 12, 15, "odder"))
                .withSkipped(new SkippedRange("former", 0, 7, 7, "recreated")));
    lose(tables.silver());

    MendPlan plan = mend(15);

    assertThat(plan.steps().get(0).ledger().skipped())
        .extracting(SkippedRange::from, SkippedRange::to, SkippedRange::why)
        .contains(tuple(10L, 12L, "odd"), tuple(12L, 15L, "odder"), tuple(7L, 7L, "recreated"));
    assertThat(plan.notes()).anyMatch(note -> note.contains("offsets 10 to 14 of partition 0"));
  }

  @Test
  void duplicateOffsetsAreRefused() {
    repeat(tables.bronze(), row -> {});
    lose(tables.bronze());

    assertThatThrownBy(() -> mend(10))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("more than one row in " + CycleFixture.BRONZE)
        .hasMessageContaining("offsets 0 of partition");
  }

  @Test
  void offsetInSilverAndDeadLettersIsRefused() {
    repeat(tables.deadLetters(), row -> row.setField("kafka_offset", 1L));
    lose(tables.silver());

    assertThatThrownBy(() -> mend(10))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(CycleFixture.SILVER + " and " + CycleFixture.DEAD_LETTERS)
        .hasMessageContaining("offsets 1 of partition");
  }

  @Test
  void replayedRowMayHaveItsDeadLetter() {
    replay(0);
    lose(tables.silver());
    lose(tables.deadLetters());

    assertThat(mend(10).steps()).extracting(step -> step.ledger().rows()).containsExactly(17L, 4L);
  }

  @Test
  void replayedRowDoesNotReplaceADeadLetter() {
    replay(0);
    ForeignTool.deleteRows(tables.deadLetters());
    ForeignTool.expire(tables.deadLetters());

    assertThat(mend(10).notes())
        .singleElement()
        .asString()
        .contains("the next start appends", "offsets 0, 5 of partition 0");
  }

  @Test
  void tableThatChangedAfterPlanningIsRefused() {
    lose(tables.silver());
    MendPlan plan = mend(10);
    tables.silver().newAppend().commit();

    assertThatThrownBy(plan::apply)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has changed since its rows were read");
  }

  @Test
  void recreatedTopicNeedsAllFormerMessagesInSilver() {
    moveToNewTopic(tables.bronze());
    lose(tables.silver());
    assertThat(mendNewTopic().steps().get(0).ledger().skipped())
        .extracting(SkippedRange::topicId, SkippedRange::partition, SkippedRange::to)
        .contains(tuple(Ledgers.TOPIC_ID, 0, 10L), tuple(Ledgers.TOPIC_ID, 1, 10L));

    ForeignTool.deleteRows(tables.silver());
    assertThatThrownBy(this::mendNewTopic)
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("former id " + Ledgers.TOPIC_ID)
        .hasMessageContaining("offsets 1 to 4, 6 to 9 of partition 0");
  }

  @Test
  void newTopicIsRefusedWhileBronzeHasNoPosition() {
    lose(tables.bronze());

    assertThatThrownBy(
            () -> NewTopic.plan(lake(), kafka(NEW_ID, 0), NewTopic.Start.EARLIEST, "test"))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(CycleFixture.BRONZE + " has lost its position")
        .hasMessageContaining("k2 ledger mend");
  }

  private void moveToNewTopic(Table table) {
    change(
        table,
        ledger ->
            ledger.inNewTopic(
                new TopicIdentity(Ledgers.CLUSTER, TOPIC, NEW_ID),
                "moved",
                3,
                Map.of(0, 0L, 1, 0L),
                "recreated"));
  }

  private void change(Table table, UnaryOperator<Ledger> change) {
    Ledger before = tables.ledger(table);
    new LedgerCommit(table, TOPIC).commit(before, change.apply(before), Table::newAppend);
  }

  private void replay(long offset) {
    repeat(
        tables.silver(),
        row -> {
          row.setField("kafka_offset", offset);
          row.setField("replay_id", "replay-1");
        });
  }

  /** Appends a changed copy of a row, in a file of its own. */
  private static void repeat(Table table, Consumer<Record> change) {
    Record row = TestLake.rows(table).get(0);
    change.accept(row);
    DataFile file = LakeFiles.write(table, List.of(row));
    table.newAppend().appendFile(file).commit();
  }

  private static void lose(Table table) {
    ForeignTool.rewrite(table);
    ForeignTool.expire(table);
  }

  private MendPlan mend(long end) {
    return plan(kafka(Ledgers.TOPIC_ID, end));
  }

  private MendPlan mendNewTopic() {
    return plan(kafka(NEW_ID, 0));
  }

  private MendPlan plan(TopicState kafka) {
    return LedgerMend.plan(lake(), new KafkaConfig(Map.of()), kafka, "test");
  }

  private ExchangeLake lake() {
    return ExchangeLake.open(tables.lake.config(), RawTrades.BINANCE, TOPIC);
  }

  private static TopicState kafka(String id, long end) {
    TreeMap<Integer, Long> ends = new TreeMap<>(Map.of(0, end, 1, end));
    return new TopicState(
        new TopicIdentity(Ledgers.CLUSTER, TOPIC, id),
        new TreeMap<>(Map.of(0, 0L, 1, 0L)),
        ends,
        ends,
        new TreeMap<>());
  }
}
