package com.k2.marketdata.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.feed.recording.Defect;
import com.k2.marketdata.feed.recording.FeedFormat;
import com.k2.marketdata.feed.recording.ParsedLine;
import com.k2.marketdata.feed.recording.RecordedTrade;
import com.k2.marketdata.feed.recording.RecordingFormat;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFactoryTest {
  private static final Map<String, String> LINES =
      Map.of(
          "binance",
          "{\"e\":\"trade\",\"E\":1680652800000,\"s\":\"BTCUSDT\",\"t\":1,\"p\":\"28165.47\","
              + "\"q\":\"0.00056\",\"T\":1680652799999,\"m\":true,\"M\":true}",
          "kraken",
          "[321,[[\"58721.2\",\"0.1\",\"1617666461.465618\",\"s\",\"m\",\"\"]],\"trade\","
              + "\"XBT/USD\"]");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void everyDefectIsRejectedForItsReason(String exchange) throws IOException {
    MessageFactory maker = maker(exchange, 1.0);
    int kinds = Defect.ofBytes(false).size() + defects(exchange).size();

    Map<String, Long> reasons = reasons(exchange, messages(maker, exchange, kinds));

    assertThat(reasons).isEqualTo(maker.defects());
    assertThat(reasons.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(kinds);
  }

  @Test
  void everyReasonCanBeCaused() {
    // The registry of a feed has Avro schemas only.
    Set<RejectReason> caused = EnumSet.of(RejectReason.SCHEMA_TYPE_UNSUPPORTED);
    Defect.ofBytes(true).forEach(defect -> caused.add(defect.expected()));
    for (String exchange : Exchanges.names()) {
      defects(exchange).forEach(defect -> caused.add(defect.expected()));
    }
    assertThat(caused).containsExactlyInAnyOrder(RejectReason.values());
  }

  @Test
  void sameSeedGivesTheSameMessages() throws IOException {
    List<byte[]> first = values(messages(maker("kraken", 0.3), "kraken", 200));
    List<byte[]> second = values(messages(maker("kraken", 0.3), "kraken", 200));
    assertThat(first).usingRecursiveComparison().isEqualTo(second);
  }

  @Test
  void shareOfDefectsIsAsRequested() throws IOException {
    MessageFactory maker = maker("kraken", 0.1);
    messages(maker, "kraken", 10_000);
    assertThat(maker.defects().values().stream().mapToLong(Long::longValue).sum())
        .isBetween(900L, 1_100L);
  }

  @Test
  void invalidTradeGetsNoDefect() throws IOException {
    MessageFactory maker = maker("kraken", 1.0);
    PackedMessages chunk = new PackedMessages();
    maker.add(trade("kraken", LINES.get("kraken").replace("58721.2", "0")), chunk);
    assertThat(maker.defects()).isEmpty();
    assertThat(maker.rejectedAnyway()).isEqualTo(Map.of("price_not_positive", 1L));
  }

  @Test
  void unreadableTimeIsThatOfThePreviousTrade() throws IOException {
    MessageFactory maker = maker("kraken", 0);
    PackedMessages chunk = new PackedMessages();
    maker.add(trade("kraken", LINES.get("kraken")), chunk);
    maker.add(trade("kraken", LINES.get("kraken").replace("1617666461.465618", "soon")), chunk);
    assertThat(unpack(chunk))
        .extracting(ProducerRecord::timestamp)
        .containsExactly(1617666461465L, 1617666461465L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void currentTimestampMovesOldTrades(String exchange) throws IOException {
    MessageFactory maker = maker(exchange, 0, FeedConfig.Stamp.NOW);
    long before = System.currentTimeMillis();

    List<ProducerRecord<byte[], byte[]>> messages = messages(maker, exchange, 3);

    Judge judge = Judge.of(Exchanges.named(exchange));
    for (ProducerRecord<byte[], byte[]> message : messages) {
      assertThat(message.timestamp()).isGreaterThanOrEqualTo(before);
      assertThat(judge.judge(message(message)))
          .isInstanceOfSatisfying(
              Outcome.Accepted.class,
              accepted ->
                  assertThat(accepted.trade().timestampMicros())
                      .isEqualTo(message.timestamp() * 1_000));
    }
    assertThat(maker.moved()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void oldTradesWithACurrentTimestampAreBroken(String exchange) throws IOException {
    MessageFactory maker = maker(exchange, 1.0, FeedConfig.Stamp.NOW);
    int kinds = Defect.ofBytes(false).size() + defects(exchange).size();

    assertThat(reasons(exchange, messages(maker, exchange, kinds))).isEqualTo(maker.defects());
    assertThat(maker.rejectedAnyway()).isEmpty();
  }

  private MessageFactory maker(String exchange, double defects) throws IOException {
    return maker(exchange, defects, FeedConfig.Stamp.TRADE);
  }

  private MessageFactory maker(String exchange, double defects, FeedConfig.Stamp stamp)
      throws IOException {
    return new MessageFactory(
        new FeedConfig(
            Exchanges.named(exchange),
            List.of(Files.writeString(folder.resolve("file"), "")),
            FeedFormat.FRAMES,
            new KafkaConfig(Map.of()),
            "topic",
            null,
            0,
            1,
            defects,
            7,
            stamp,
            FeedConfig.Key.SYMBOL),
        1,
        RecordingFormat.of(Exchanges.named(exchange)));
  }

  private static List<Defect> defects(String exchange) {
    return RecordingFormat.of(Exchanges.named(exchange)).defects();
  }

  private static List<ProducerRecord<byte[], byte[]>> messages(
      MessageFactory maker, String exchange, int count) {
    PackedMessages chunk = new PackedMessages();
    for (int i = 0; i < count; i++) {
      maker.add(trade(exchange, LINES.get(exchange)), chunk);
    }
    assertThat(chunk.count()).isEqualTo(count);
    return unpack(chunk);
  }

  private static List<ProducerRecord<byte[], byte[]>> unpack(PackedMessages chunk) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    PackedMessages.unpack(chunk.toByteArray(), "topic", messages::add);
    return messages;
  }

  private static Map<String, Long> reasons(
      String exchange, List<ProducerRecord<byte[], byte[]>> messages) {
    Judge judge = Judge.of(Exchanges.named(exchange));
    Map<String, Long> reasons = new TreeMap<>();
    for (ProducerRecord<byte[], byte[]> message : messages) {
      Outcome outcome = judge.judge(message(message));
      assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
      reasons.merge(((Outcome.Rejected) outcome).reason().code(), 1L, Long::sum);
    }
    return reasons;
  }

  private static KafkaMessage message(ProducerRecord<byte[], byte[]> message) {
    return new KafkaMessage(
        "topic", "", 0, 0, message.timestamp(), 0, Map.of(), null, message.value());
  }

  private static RecordedTrade trade(String exchange, String line) {
    ParsedLine parsed = RecordingFormat.of(Exchanges.named(exchange)).frames().parse(line);
    return ((ParsedLine.Trades) parsed).trades().get(0);
  }

  private static List<byte[]> values(List<ProducerRecord<byte[], byte[]>> messages) {
    return messages.stream().map(ProducerRecord::value).toList();
  }
}
