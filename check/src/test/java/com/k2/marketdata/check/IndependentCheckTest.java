package com.k2.marketdata.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.check.rules.FramedMessages;
import com.k2.marketdata.check.rules.TimeLimits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The check finds each kind of damage; a check that cannot fail would prove nothing. */
class IndependentCheckTest {
  private static final OffsetDateTime LATER = OffsetDateTime.parse("2023-11-14T22:13:20.124Z");

  @TempDir private Path state;
  private SmallLake lake;

  @BeforeEach
  void fill() {
    lake = new SmallLake(state);
  }

  @Test
  void tablesThatEqualTheMessagesAreClean() {
    CheckResult result = lake.check();

    assertThat(result.examples()).isEmpty();
    assertThat(result.isClean()).isTrue();
    assertThat(result).hasToString("3 messages: 0 lost, 0 duplicated, 0 invented, 0 differing");
  }

  @Test
  void rowMissingInBronzeIsLost() {
    lake.bronze.remove(1);

    assertFound(lake.check(), 1, 0, 0, 0, "trades-0@1 has no row in bronze");
  }

  @Test
  void tradeMissingInSilverIsLost() {
    lake.silver.remove(0);

    assertFound(lake.check(), 1, 0, 0, 0, "trades-0@0 has no row in silver and the dead letters");
  }

  @Test
  void deadLetterMissingIsLost() {
    lake.deadLetters.remove(1);

    assertFound(lake.check(), 1, 0, 0, 0, "trades-1@0 has no row in silver and the dead letters");
  }

  @Test
  void resultsAddUp() {
    CheckResult sum =
        new CheckResult(1_000, 1, 2, 3, 4, List.of("one"))
            .plus(new CheckResult(500, 10, 20, 30, 40, List.of("other")));

    assertThat(sum)
        .isEqualTo(new CheckResult(1_500, 11, 22, 33, 44, List.of("one", "other")))
        .hasToString(
            "1,500 messages: 11 lost, 22 duplicated, 33 invented, 44 differing; for example: one");
  }

  @Test
  void rowTwiceInBronzeIsDuplicated() {
    lake.bronze.add(lake.bronze.get(2).copy());

    assertFound(
        lake.check(), 0, 1, 0, 0, "has another row for trades-1@0, which has one in bronze");
  }

  @Test
  void deadLetterThatIsAlsoATradeIsDuplicated() {
    Record also = lake.silver.get(0).copy();
    also.setField("kafka_offset", 1L);
    lake.silver.add(also);

    CheckResult result = lake.check();

    assertFound(result, 0, 1, 0, 1, "is a trade instead of a dead letter with [quantity_not");
  }

  @Test
  void replayedTradeHasItsDeadLetterToo() {
    lake.deadLetters.add(replayed());

    assertThat(lake.check().isClean()).isTrue();
  }

  @Test
  void replayedTradeWithoutADeadLetterIsLost() {
    replayed();

    assertFound(lake.check(), 1, 0, 0, 0, "was replayed, but has no dead letter");
  }

  @Test
  void secondDeadLetterOfAReplayedTradeIsDuplicated() {
    Record deadLetter = replayed();
    lake.deadLetters.add(deadLetter);
    lake.deadLetters.add(deadLetter.copy());

    assertFound(lake.check(), 0, 1, 0, 1, "has another row for");
  }

  @Test
  void deadLetterOfAReplayedTradeHasItsMessage() {
    Record deadLetter = replayed();
    deadLetter.setField("raw_record", ByteBuffer.wrap(new byte[] {1}));
    lake.deadLetters.add(deadLetter);

    assertFound(lake.check(), 0, 0, 0, 1, "raw_record is");
  }

  /** Makes a trade a replayed one, and returns its dead letter. */
  private Record replayed() {
    Record trade = lake.silver.get(0);
    trade.setField("replay_id", "replay-1");
    Record deadLetter = lake.deadLetters.get(0).copy();
    for (String column : List.of("kafka_partition", "kafka_offset")) {
      deadLetter.setField(column, trade.getField(column));
    }
    deadLetter.setField("raw_record", lake.bronze.get(0).getField("raw_bytes"));
    deadLetter.setField("kafka_timestamp", lake.bronze.get(0).getField("kafka_timestamp"));
    deadLetter.setField("schema_id", trade.getField("schema_id"));
    return deadLetter;
  }

  @Test
  void rowsWithoutAMessageAreInvented() {
    Record otherOffset = lake.bronze.get(0).copy();
    otherOffset.setField("offset", 2L);
    Record otherTopicId = lake.silver.get(0).copy();
    otherTopicId.setField("kafka_topic_id", "another");
    lake.bronze.add(otherOffset);
    lake.silver.add(otherTopicId);

    assertFound(lake.check(), 0, 0, 2, 0, "trades-0@2 of topic id " + SmallLake.TOPIC_ID);
  }

  @Test
  void rowsOfOtherTopicsAreNotChecked() {
    Record other = lake.deadLetters.get(0).copy();
    other.setField("kafka_topic", "other");
    lake.deadLetters.add(other);

    assertThat(lake.check().isClean()).isTrue();
  }

  @Test
  void acceptedTradeInDeadLettersDiffers() {
    Record rejected = lake.deadLetters.get(0).copy();
    rejected.setField("raw_record", lake.bronze.get(0).getField("raw_bytes"));
    rejected.setField("kafka_offset", 0L);
    lake.deadLetters.add(rejected);
    lake.silver.clear();

    assertFound(
        lake.check(), 0, 0, 0, 1, "a dead letter with [quantity_not_positive] instead of a trade");
  }

  @Test
  void tradeBetweenTwoLimitsMayBeAccepted() {
    TimeLimits strict =
        new TimeLimits(Duration.ofSeconds(5), Duration.ofMillis(-1), Duration.ofDays(1));
    assertThat(lake.check(strict).isClean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changedValueDiffers(String table, String column, Object value) {
    List<Record> rows =
        Map.of("bronze", lake.bronze, "silver", lake.silver, "dead letters", lake.deadLetters)
            .get(table);
    rows.get(0).setField(column, value);

    assertFound(lake.check(), 0, 0, 0, 1, column + " is ");
  }

  static Stream<Arguments> changes() {
    byte[] otherByte = FramedMessages.trade("BTCUSDT", "27123.46", "0.5");
    return Stream.of(
        Arguments.of("bronze", "raw_bytes", ByteBuffer.wrap(otherByte)),
        Arguments.of("bronze", "raw_bytes", null),
        Arguments.of("bronze", "key", ByteBuffer.allocate(0)),
        Arguments.of("bronze", "kafka_timestamp", LATER),
        Arguments.of("bronze", "kafka_timestamp", null),
        Arguments.of("bronze", "ingestion_date", LocalDate.of(2023, 11, 15)),
        Arguments.of("bronze", "headers", null),
        Arguments.of("bronze", "headers", Map.of("a", ByteBuffer.wrap(new byte[] {2}))),
        Arguments.of("silver", "price", new BigDecimal("27123.450000000001")),
        Arguments.of("silver", "quantity", new BigDecimal("5.000000000000")),
        Arguments.of("silver", "side", "BUY"),
        Arguments.of("silver", "symbol", "BTCUSD"),
        Arguments.of("silver", "currency", "USD"),
        Arguments.of("silver", "timestamp", LATER),
        Arguments.of("silver", "trade_id", "BINANCE-43"),
        Arguments.of("silver", "source_sequence", null),
        Arguments.of("silver", "platform_sequence", 1L),
        Arguments.of("silver", "ingestion_timestamp", LATER),
        Arguments.of("silver", "exchange", "KRAKEN"),
        Arguments.of("silver", "asset_class", "equity"),
        Arguments.of("silver", "trade_conditions", List.of("limit")),
        Arguments.of("silver", "vendor_data", Map.of("event_type", "trade")),
        Arguments.of("silver", "schema_id", 8),
        Arguments.of("silver", "message_id", "00000000-0000-8000-b000-000000000000"),
        Arguments.of("dead letters", "raw_record", ByteBuffer.wrap(otherByte)),
        Arguments.of("dead letters", "error_type", "price"),
        Arguments.of("dead letters", "bronze_source", "bronze_kraken_trades"),
        Arguments.of("dead letters", "kafka_timestamp", LATER),
        Arguments.of("dead letters", "schema_id", null),
        Arguments.of("dead letters", "dlq_date", LocalDate.of(2023, 11, 15)));
  }

  @Test
  void anotherReasonThanTheFirstDiffers() {
    lake.deadLetters.get(0).setField("error_reason", "quantity_missing");

    assertFound(lake.check(), 0, 0, 0, 1, "[quantity_missing] instead of a dead letter");
  }

  private static void assertFound(
      CheckResult result,
      long lost,
      long duplicated,
      long invented,
      long differing,
      String example) {
    assertThat(result.isClean()).isFalse();
    assertThat(result.toString())
        .startsWith(
            "3 messages: "
                + lost
                + " lost, "
                + duplicated
                + " duplicated, "
                + invented
                + " invented, "
                + differing
                + " differing")
        .contains(result.examples().get(0));
    assertThat(result.examples())
        .hasSize((int) (lost + duplicated + invented + differing))
        .anySatisfy(sentence -> assertThat(sentence).contains(example));
  }
}
