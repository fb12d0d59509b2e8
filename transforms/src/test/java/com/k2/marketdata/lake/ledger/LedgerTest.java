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
  private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", "topic", "id");

  @Property
  void everyLedgerComesBackFromItsJson(@ForAll("ledgers") Ledger ledger) {
    assertThat(Ledger.fromJson(ledger.toJson())).isEqualTo(ledger);
  }

  @Example
  void itsJsonHasTheDocumentedForm() throws Exception {
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
  void whatANewerVersionAddsIsTolerated() {
    Ledger ledger = Ledgers.at("c1", 5);
    String newer = ledger.toJson().replaceFirst("\\{", "{\"invented\":{\"later\":[1]},");
    assertThat(Ledger.fromJson(newer)).isEqualTo(ledger);
  }

  /** Each kept snapshot has one in the file that every commit reads and writes. */
  @Example
  void ofAThousandPartitionsItIsPacked() {
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
    Ledger withAGap = ledger.withEpochs(epochs);
    assertThat(Ledger.fromJson(withAGap.toJson())).isEqualTo(withAGap);
  }

  /** As it was written before ledgers of many partitions were packed. */
  @Example
  void aLongOneMayStandAsPlainJson() {
    StringBuilder next = new StringBuilder("\"0\":0");
    IntStream.range(1, 1_000).forEach(i -> next.append(",\"" + i + "\":" + i * 1_000_000_000L));
    Ledger ledger =
        Ledger.fromJson(
            "{\"cluster\":\"c\",\"topicId\":\"t\",\"cycle\":\"x\",\"first\":{\"0\":0},\"next\":{"
                + next
                + "},\"skipped\":[]}");
    assertThat(ledger.next()).hasSize(1_000).containsEntry(999, 999_000_000_000L);
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
  void whatIsNoLedgerIsRefusedAndShown(String garbage) {
    assertThatThrownBy(() -> Ledger.fromJson(garbage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No position ledger: " + garbage);
  }

  @Example
  void aPartitionThatIsNewInACycleBeganAtZero() {
    Ledger ledger = Ledger.starting(new TopicIdentity("c", "t", "id"), "s", 1, Map.of(0, 100L));
    Ledger further = ledger.advancedTo("c1", 2, Map.of(0, 150L, 1, 30L));
    assertThat(further.first()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 100L, 1, 0L));
    assertThat(further.next()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 150L, 1, 30L));
  }

  @Example
  void advancingKeepsThePartitionsWithoutNewOffsetsAndTheSkippedRanges() {
    Ledger ledger = Ledgers.at("c1", 5, 7).withSkipped(skipped("gone", 9));
    Ledger further = ledger.withCounts(1, 1, 0, 9).advancedTo("c2", 3, Map.of(1, 20L));
    assertThat(further.next()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 5L, 1, 20L));
    assertThat(further.skipped()).isEqualTo(ledger.skipped());
    assertThat(further.read()).isZero();
    assertThat(further.clock()).isEqualTo(3);
  }

  @Example
  void itIsAtAnotherOnlyInTheSameCyclePositionsAndTopic() {
    Ledger ledger = Ledgers.at("c1", 5);
    assertThat(ledger.isAt(ledger.withCounts(9, 9, 0, 9))).isTrue();
    assertThat(ledger.isAt(ledger.ofCycle("c2"))).isFalse();
    assertThat(ledger.isAt(Ledgers.at("c1", 6))).isFalse();
    assertThat(ledger.isAt(Ledgers.at("c1", 5, 0))).isFalse();
  }

  @Example
  void laterChangesOfAMapDoNotReachIt() {
    TreeMap<Integer, Long> first = new TreeMap<>(Map.of(0, 1L));
    Ledger ledger = Ledger.starting(new TopicIdentity("c", "t", "id"), "s", 1, first);
    first.put(0, 9L);
    assertThat(ledger.next(0)).isEqualTo(1);
    assertThatThrownBy(() -> ledger.next().put(0, 3L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Example
  void itsEpochsAreLeftOutWhereNoneIsKnownAndOlderLedgersHaveNone() throws Exception {
    Ledger ledger = Ledgers.at("c1", 5, 7);
    assertThat(new ObjectMapper().readTree(ledger.toJson()).has("epochs")).isFalse();
    assertThat(Ledger.fromJson(ledger.toJson()).epochs()).isEmpty();
    Ledger known = ledger.withEpochs(Map.of(0, 3));
    assertThat(new ObjectMapper().readTree(known.toJson()).get("epochs")).hasToString("{\"0\":3}");
  }

  @Example
  void aPositionThatMovedHasNoEpochUntilItIsSet() {
    Ledger ledger = Ledgers.at("c1", 5, 7, 9).withEpochs(Map.of(0, 3, 1, 4, 2, 5));
    Ledger further = ledger.advancedTo("c2", 3, Map.of(0, 6L, 1, 7L));
    assertThat(further.epochs()).isEqualTo(Map.of(1, 4, 2, 5));
    assertThat(further.withCounts(1, 1, 0, 9).ofCycle("c3").epochs()).isEqualTo(Map.of(1, 4, 2, 5));
    TopicIdentity anew = new TopicIdentity("c", "t", "new");
    assertThat(ledger.inNewTopic(anew, "c2", 3, Map.of(0, 0L), "why").epochs()).isEmpty();
  }

  @Example
  void anothersEpochsHoldWhereBothStandAtTheSameOffset() {
    Ledger bronze = Ledgers.at("b", 5, 7, 9, 2).withEpochs(Map.of(0, 3, 1, 4, 3, 6));
    Ledger silver = Ledgers.at("s", 5, 6, 9, 2).withEpochs(Map.of(1, 1, 2, 2, 3, 1));
    assertThat(silver.withEpochsOf(bronze).epochs()).isEqualTo(Map.of(0, 3, 1, 1, 2, 2, 3, 6));
  }

  @Example
  void aDecisionToLetAPositionStandIsNotJoinedToWhatWasPassedOverBefore() {
    Ledger ledger = Ledgers.at("c1", 9).withSkipped(skipped("why", 9));
    Ledger.Skipped stand = new Ledger.Skipped("topic-id", 0, 9, 9, "why");
    assertThat(ledger.withSkipped(stand).skipped()).containsExactly(skipped("why", 9), stand);
  }

  private static TreeMap<Integer, Integer> epochs(Map<Integer, Long> next) {
    TreeMap<Integer, Integer> epochs = new TreeMap<>();
    next.forEach((partition, offset) -> epochs.put(partition, (int) (offset % 7)));
    return epochs;
  }

  private static Ledger.Skipped skipped(String why, long to) {
    return new Ledger.Skipped("topic-id", 0, 0, to, why);
  }

  @Provide
  Arbitrary<Ledger> ledgers() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(12);
    Arbitrary<Long> offset = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Map<Integer, Long>> offsets =
        Arbitraries.maps(Arbitraries.integers().between(0, 200), offset).ofMaxSize(4);
    Arbitrary<List<Ledger.Skipped>> skipped =
        Combinators.combine(text, offset, text)
            .as((id, to, why) -> new Ledger.Skipped(id, 1, 0, to, why))
            .list()
            .ofMaxSize(2);
    Arbitrary<Ledger.BronzePlace> bronze =
        Combinators.combine(Arbitraries.longs(), Arbitraries.of(true, false))
            .as((snapshot, complete) -> new Ledger.BronzePlace(snapshot, complete, 20_000));
    Arbitrary<DeadLetterIntent> intent =
        Combinators.combine(text, text.injectNull(0.3), text.injectNull(0.3), offset)
            .as(DeadLetterIntent::new);
    return Combinators.combine(
            text, offset, offsets, offsets, skipped, bronze.injectNull(0.5), intent.injectNull(0.5))
        .as(
            (cycle, count, first, next, gaps, place, letters) ->
                new Ledger(
                    "cluster/" + cycle,
                    "id",
                    cycle,
                    count,
                    new TreeMap<>(first),
                    new TreeMap<>(next),
                    epochs(next),
                    gaps,
                    count,
                    count / 2,
                    count / 3,
                    count,
                    place,
                    letters));
  }
}
