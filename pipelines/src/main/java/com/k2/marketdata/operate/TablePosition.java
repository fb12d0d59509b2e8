package com.k2.marketdata.operate;

import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A table's position in a topic, as {@code k2 ledger show} prints it.
 *
 * @param cycle the id of the table's newest cycle
 * @param time that cycle's clock, ISO-8601
 * @param read how many messages that cycle read for the table
 * @param accepted how many of them became rows; for silver, trades
 * @param rejected how many became dead letters
 * @param sums the sums of the rows that bronze wrote, by topic id; empty for other tables
 * @param judged the rules that judged silver's messages; empty for other tables
 */
public record TablePosition(
    String table,
    String topic,
    String cluster,
    String topicId,
    String cycle,
    String time,
    long read,
    long accepted,
    long rejected,
    List<Partition> partitions,
    List<SkippedRange> skipped,
    SortedMap<String, RowSum> sums,
    List<JudgedBy> judged) {

  /**
   * A table's position in one partition.
   *
   * @param first the offset where the table began
   * @param next the next offset to process
   * @param lag how many readable offsets the table has not processed; empty if Kafka is not
   *     available or no longer has the topic
   * @param blocked how many offsets after those cannot be read until an open transaction ends;
   *     empty like the lag
   */
  public record Partition(
      int partition, long first, long next, Optional<Long> lag, Optional<Long> blocked) {}

  /** The positions of an exchange's tables that have one. */
  public static List<TablePosition> of(ExchangeLake lake, Optional<TopicState> kafka) {
    List<TablePosition> positions = new ArrayList<>();
    List<ExchangeLake.Named> tables = new ArrayList<>(lake.positioned());
    lake.deadLetters().ifPresent(tables::add);
    for (ExchangeLake.Named table : tables) {
      boolean hasLag = !lake.deadLetters().equals(Optional.of(table));
      table
          .ledger()
          .ifPresent(ledger -> positions.add(of(table, ledger, hasLag ? kafka : Optional.empty())));
    }
    return positions;
  }

  private static TablePosition of(
      ExchangeLake.Named table, Ledger ledger, Optional<TopicState> kafka) {
    Optional<TopicState> same =
        kafka.filter(
            state ->
                state.identity().topicId().equals(ledger.topicId())
                    && state.identity().cluster().equals(ledger.cluster()));
    List<Partition> partitions = new ArrayList<>();
    ledger
        .next()
        .forEach(
            (partition, next) ->
                partitions.add(
                    new Partition(
                        partition,
                        ledger.first().getOrDefault(partition, 0L),
                        next,
                        same.map(state -> state.end().get(partition)).map(end -> end - next),
                        same.filter(state -> state.end().containsKey(partition))
                            .map(state -> state.blocked(partition)))));
    return new TablePosition(
        table.name(),
        table.topic(),
        ledger.cluster(),
        ledger.topicId(),
        ledger.cycle(),
        Instant.EPOCH.plus(ledger.clock(), ChronoUnit.MICROS).toString(),
        ledger.read(),
        ledger.accepted(),
        ledger.rejected(),
        partitions,
        ledger.skipped(),
        ledger.sums(),
        ledger.judged());
  }
}
