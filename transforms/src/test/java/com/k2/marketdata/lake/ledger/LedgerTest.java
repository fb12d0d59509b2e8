package com.k2.marketdata.lake.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.testing.Ledgers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger as a value and as JSON. */
class LedgerTest {
  private static final String OLD_FORM =
      "{\"cluster\":\"cluster\",\"topicId\":\"topic-id\",\"cycle\":\"back-1\",\"clock\":7,"
          + "\"first\":{\"0\":0,\"1\":0},\"next\":{\"0\":5,\"1\":9},\"skipped\":[],\"read\":0,"
          + "\"accepted\":0,\"rejected\":0,\"bytes\":0,"
          + "\"intent\":{\"cycle\":\"c1\",\"previous\":null,\"list\":null,\"rows\":0}}";

  private static final Ledger AT_C1 =
      Ledger.starting(
              new TopicIdentity("cluster", "topic", "topic-id"), "c1", 7, Map.of(0, 0L, 1, 0L))
          .advancedTo("c1", 7, Map.of(0, 5L, 1, 9L));

  /** {@link #OLD_FORM}, packed. */
  private static final String OLD_PACKED_FORM =
      "H4sIAAAAAAACAz2NQQ6DMAwE/+KzkdJDVZUf9A2oh2BcySVKoiS0IMTf64DKbWZl765AbsqFE7QnIZ"
          + "QQhR6DZjs1MmhICznWqLc0NpcauEAjtDeEl6RcoO0MmieC57nKFe8qeZQYWas6lcRWySBYIo6FD0n8"
          + "ZvpLvxTOO4kv7LVoPZeprsbEHwmT3vjJOQQndfrgFL71d9t+OMXkOdcAAAA=";

  private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", "topic", "id");

  @Property
  void ledgersSurviveConversionToJson(@ForAll("ledgers") Ledger ledger) {
    assertThat(Ledger.fromJson(ledger.toJson())).isEqualTo(ledger);
  }

  @Example
  void jsonHasTheDocumentedForm() throws Exception {
    Ledger ledger =
        Ledgers.at("c1", 5, 7).withCounts(12, 10, 2, 300).withSkipped(skipped("lost", 3));
    JsonNode json = new ObjectMapper().readTree(ledger.toJson());
    assertThat(json.get("cluster").asText()).isEqualTo("cluster");
    assertThat(json.get("topicId").asText()).isEqualTo("topic-id");
    assertThat(json.get("cycle").asText()).isEqualTo("c1");
    assertThat(json.get("first")).hasToString("{\"0\":0,\"1\":0}");
    assertThat(json.get("next")).hasToString("{\"0\":5,\"1\":7}");
    assertThat(json.get("skipped")).hasSize(1);
    assertThat(json.get("read").asLong()).isEqualTo(12);
    assertThat(json.get("accepted").asLong()).isEqualTo(10);
    assertThat(json.get("rejected").asLong()).isEqualTo(2);
    assertThat(json.has("intent")).isFalse();
  }

  @Example
  void unknownFieldsAreIgnored() {
    Ledger ledger = Ledgers.at("c1", 5);
    String newer = ledger.toJson().replaceFirst("\\{", "{\"invented\":{\"later\":[1]},");
    assertThat(Ledger.fromJson(newer)).isEqualTo(ledger);
  }

  /** The metadata file, which every commit reads and writes, has one for each snapshot. */
  @Example
  void ledgerOfAThousandPartitionsIsPacked() {
    SortedMap<Integer, Long> first = new TreeMap<>();
    Map<Integer, Integer> epochs = new TreeMap<>();
    Random random = new Random(7);
    for (int partition = 0; partition < 1_000; partition++) {
      first.put(partition, random.nextLong(1_000_000_000L, 10_000_000_000L));
      epochs.put(partition, random.nextInt(30));
    }
    Ledger ledger = Ledger.starting(IDENTITY, "c1", 5, first).withEpochs(epochs);
    assertThat(ledger.toJson()).hasSizeLessThan(16_000);
    assertThat(Ledger.fromJson(ledger.toJson())).isEqualTo(ledger);

    epochs.remove(7);
    Ledger withGap = ledger.withEpochs(epochs);
    assertThat(Ledger.fromJson(withGap.toJson())).isEqualTo(withGap);

    Ledger summed = ledger.withRowSum(ledger, 7).withRules(ledger, "rules", "1");
    assertThat(summed.toJson()).hasSizeLessThan(18_000);
    assertThat(Ledger.fromJson(summed.toJson())).isEqualTo(summed);
    Ledger withMore = summed.advancedTo("c2", 6, Map.of(2_000, 9L)).withRowSum(summed, 1);
    assertThat(Ledger.fromJson(withMore.toJson())).isEqualTo(withMore);
  }

  /** The form before ledgers of many partitions were packed. */
  @Example
  void longLedgerMayBePlainJson() {
    StringBuilder next = new StringBuilder("\"0\":0");
    IntStream.range(1, 1_000).forEach(i -> next.append(",\"" + i + "\":" + i * 1_000_000_000L));
    Ledger ledger =
        Ledger.fromJson(
            "{\"cluster\":\"c\",\"topicId\":\"t\",\"cycle\":\"x\",\"first\":{\"0\":0},\"next\":{"
                + next
                + "},\"skipped\":[]}");
    assertThat(ledger.next()).hasSize(1_000).containsEntry(999, 999_000_000_000L);
  }

  /** Before {@code standsFor} was a field, it was an intent with nothing but a cycle. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        OLD_FORM,
        OLD_PACKED_FORM,
        "{\"cluster\":\"cluster\",\"topicId\":\"topic-id\",\"cycle\":\"back-1\",\"clock\":7,"
            + "\"first\":{\"0\":0,\"1\":0},\"next\":{\"0\":5,\"1\":9},\"skipped\":[],"
            + "\"intent\":{\"cycle\":\"c1\"}}"
      })
  void intentWithOnlyACycleIsReadAsStandsFor(String old) throws Exception {
    Ledger read = Ledger.fromJson(old);

    assertThat(read).isEqualTo(AT_C1.standingIn("back-1").withRowCount(null));
    assertThat(read.standsFor()).isEqualTo("c1");
    assertThat(read.intent()).isNull();
    JsonNode written = new ObjectMapper().readTree(read.toJson());
    assertThat(written.get("standsFor").asText()).isEqualTo("c1");
    assertThat(written.has("intent")).isFalse();
  }

  @Example
  void storedIntentIsReadUnchanged() {
    DeadLetterIntent intent = new DeadLetterIntent("c2", "c1", "list.jsonl", 3);
    Ledger read =
        Ledger.fromJson(
            OLD_FORM.replace(
                "\"previous\":null,\"list\":null,\"rows\":0",
                "\"previous\":\"c0\",\"list\":\"list.jsonl\",\"rows\":3"));

    assertThat(read.intent()).isEqualTo(new DeadLetterIntent("c1", "c0", "list.jsonl", 3));
    assertThat(read.standsFor()).isNull();
    assertThat(Ledger.fromJson(read.withIntent(intent).toJson()).intent()).isEqualTo(intent);
  }

  /** Before topics could be recreated, all skipped ranges were of the ledger's own topic. */
  @Example
  void skippedRangeWithoutATopicIdIsRead() {
    Ledger read =
        Ledger.fromJson(
            OLD_FORM.replace(
                "\"skipped\":[]", "\"skipped\":[{\"partition\":0,\"from\":2,\"to\":5}]"));

    assertThat(read.skipped()).containsExactly(new SkippedRange("topic-id", 0, 2, 5, ""));
    assertThat(read.withSkipped(new SkippedRange("topic-id", 0, 5, 7, "")).skipped())
        .containsExactly(new SkippedRange("topic-id", 0, 2, 7, ""));
  }

  @Example
  void deadLetterLedgerHasTheIntentsCycle() {
    Ledger silver =
        Ledgers.at("c2", 5)
            .withCounts(5, 3, 2, 9)
            .withBronze(new BronzePlace(1, true, 2))
            .withIntent(new DeadLetterIntent("c1", "c0", "list.jsonl", 2));

    assertThat(silver.forDeadLetters()).isEqualTo(Ledgers.at("c1", 5));
    assertThat(silver.withIntent(null).forDeadLetters()).isEqualTo(Ledgers.at("c2", 5));
  }

  @Example
  void standingInTwiceKeepsTheCycle() {
    Ledger once = Ledgers.at("c1", 5).standingIn("back-1");

    assertThat(once.cycle()).isEqualTo("back-1");
    assertThat(once.standingIn("back-2").newestDeadLetters()).isEqualTo("c1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H4sIAAAAAAAA/w==",
        "",
        "null",
        "[]",
        "{}",
        "no json",
        "{\"cluster\":\"c\",\"topicId\":\"t\",\"cycle\":\"x\",\"first\":{},\"skipped\":[]}",
        "{\"cluster\":\"c\",\"topicId\":\"t\",\"first\":{},\"next\":{},\"skipped\":[]}",
        "{\"cluster\":\"c\",\"topicId\":\"t\",\"cycle\":\"x\",\"first\":{},"
            + "\"next\":{\"zero\":1},\"skipped\":[]}"
      })
  void invalidTextIsRefusedAndShown(String garbage) {
    assertThatThrownBy(() -> Ledger.fromJson(garbage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not a position ledger: " + garbage);
  }

  @Example
  void newPartitionBeganAtZero() {
    Ledger ledger = Ledger.starting(new TopicIdentity("c", "t", "id"), "s", 1, Map.of(0, 100L));
    Ledger after = ledger.advancedTo("c1", 2, Map.of(0, 150L, 1, 30L));
    assertThat(after.first()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 100L, 1, 0L));
    assertThat(after.next()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 150L, 1, 30L));
  }

  @Example
  void advancingKeepsOtherPartitionsAndSkippedRanges() {
    Ledger ledger = Ledgers.at("c1", 5, 7).withSkipped(skipped("gone", 9));
    Ledger after = ledger.withCounts(1, 1, 0, 9).advancedTo("c2", 3, Map.of(1, 20L));
    assertThat(after.next()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 5L, 1, 20L));
    assertThat(after.skipped()).isEqualTo(ledger.skipped());
    assertThat(after.read()).isZero();
    assertThat(after.clock()).isEqualTo(3);
  }

  @Example
  void isAtComparesCyclePositionAndTopic() {
    Ledger ledger = Ledgers.at("c1", 5);
    assertThat(ledger.isAt(ledger.withCounts(9, 9, 0, 9))).isTrue();
    assertThat(ledger.isAt(ledger.ofCycle("c2"))).isFalse();
    assertThat(ledger.isAt(Ledgers.at("c1", 6))).isFalse();
    assertThat(ledger.isAt(Ledgers.at("c1", 5, 0))).isFalse();
  }

  @Example
  void ledgerCopiesItsMaps() {
    TreeMap<Integer, Long> first = new TreeMap<>(Map.of(0, 1L));
    Ledger ledger = Ledger.starting(new TopicIdentity("c", "t", "id"), "s", 1, first);
    first.put(0, 9L);
    assertThat(ledger.next(0)).isEqualTo(1);
    assertThatThrownBy(() -> ledger.next().put(0, 3L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Example
  void unknownEpochsAreNotStored() throws Exception {
    Ledger ledger = Ledgers.at("c1", 5, 7);
    assertThat(new ObjectMapper().readTree(ledger.toJson()).has("epochs")).isFalse();
    assertThat(Ledger.fromJson(ledger.toJson()).epochs()).isEmpty();
    Ledger known = ledger.withEpochs(Map.of(0, 3));
    assertThat(new ObjectMapper().readTree(known.toJson()).get("epochs")).hasToString("{\"0\":3}");
  }

  @Example
  void movedPositionHasNoEpoch() {
    Ledger ledger = Ledgers.at("c1", 5, 7, 9).withEpochs(Map.of(0, 3, 1, 4, 2, 5));
    Ledger after = ledger.advancedTo("c2", 3, Map.of(0, 6L, 1, 7L));
    assertThat(after.epochs()).isEqualTo(Map.of(1, 4, 2, 5));
    assertThat(after.withCounts(1, 1, 0, 9).ofCycle("c3").epochs()).isEqualTo(Map.of(1, 4, 2, 5));
    TopicIdentity recreated = new TopicIdentity("c", "t", "new");
    assertThat(ledger.inNewTopic(recreated, "c2", 3, Map.of(0, 0L), "why").epochs()).isEmpty();
  }

  @Example
  void epochsAreCopiedAtEqualOffsetsOnly() {
    Ledger bronze = Ledgers.at("b", 5, 7, 9, 2).withEpochs(Map.of(0, 3, 1, 4, 3, 6));
    Ledger silver = Ledgers.at("s", 5, 6, 9, 2).withEpochs(Map.of(1, 1, 2, 2, 3, 1));
    assertThat(silver.withEpochsOf(bronze).epochs()).isEqualTo(Map.of(0, 3, 1, 1, 2, 2, 3, 6));
  }

  @Example
  void emptySkippedRangeIsNotJoined() {
    Ledger ledger = Ledgers.at("c1", 9).withSkipped(skipped("why", 9));
    SkippedRange empty = new SkippedRange("topic-id", 0, 9, 9, "why");
    assertThat(ledger.withSkipped(empty).skipped()).containsExactly(skipped("why", 9), empty);
  }

  private static TreeMap<Integer, Integer> epochs(Map<Integer, Long> next) {
    TreeMap<Integer, Integer> epochs = new TreeMap<>();
    next.forEach((partition, offset) -> epochs.put(partition, (int) (offset % 7)));
    return epochs;
  }

  private static SkippedRange skipped(String why, long to) {
    return new SkippedRange("topic-id", 0, 0, to, why);
  }

  @Provide
  Arbitrary<Ledger> ledgers() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(12);
    Arbitrary<Long> offset = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Map<Integer, Long>> offsets =
        Arbitraries.maps(Arbitraries.integers().between(0, 200), offset).ofMaxSize(4);
    Arbitrary<List<SkippedRange>> skipped =
        Combinators.combine(text, offset, text)
            .as((id, to, why) -> new SkippedRange(id, 1, 0, to, why))
            .list()
            .ofMaxSize(2);
    Arbitrary<BronzePlace> bronze =
        Combinators.combine(Arbitraries.longs(), Arbitraries.of(true, false))
            .as((snapshot, complete) -> new BronzePlace(snapshot, complete, 20_000));
    Arbitrary<DeadLetterIntent> intent =
        Combinators.combine(text, text, text, offset).as(DeadLetterIntent::new);
    Arbitrary<SortedMap<String, RowSum>> sums =
        Arbitraries.maps(
                text,
                Combinators.combine(offsets, Arbitraries.longs())
                    .as((from, sum) -> new RowSum(new TreeMap<>(from), sum)))
            .ofMaxSize(2)
            .map(TreeMap::new);
    Arbitrary<List<JudgedBy>> judged =
        Combinators.combine(text, offsets, text, text)
            .as((id, from, by, version) -> new JudgedBy(id, new TreeMap<>(from), by, version))
            .list()
            .ofMaxSize(2);
    Arbitrary<Cumulative> cumulative =
        Combinators.combine(skipped, sums, judged).as(Cumulative::new);
    return Combinators.combine(
            text,
            offset,
            offsets,
            offsets,
            cumulative,
            bronze.injectNull(0.5),
            intent.injectNull(0.5),
            text.injectNull(0.5))
        .as(
            (cycle, count, first, next, all, place, letters, standsFor) ->
                new Ledger(
                    "cluster/" + cycle,
                    "id",
                    cycle,
                    count,
                    new TreeMap<>(first),
                    new TreeMap<>(next),
                    epochs(next),
                    all.skipped(),
                    count,
                    count / 2,
                    count / 3,
                    count,
                    place,
                    letters,
                    standsFor,
                    all.sums(),
                    all.judged(),
                    count == 0 ? null : count));
  }

  /** The parts of a ledger that are kept permanently. */
  private record Cumulative(
      List<SkippedRange> skipped, SortedMap<String, RowSum> sums, List<JudgedBy> judged) {}
}
