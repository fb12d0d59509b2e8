package com.k2.marketdata.operate.mend;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.FormerTopics;
import com.k2.marketdata.operate.offsets.OffsetList;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Plans to rebuild the ledgers that an exchange's tables have lost: first bronze's, then silver's,
 * then that of the dead letters, each from the table's rows, the other tables and Kafka.
 */
public final class LedgerMend {
  private final ExchangeLake lake;
  private final TopicState topic;
  private final LakeOffsets read;
  private final KafkaLog kafka;
  private final LedgerRebuild rebuild;
  private final Map<TableRole, Ledger> ledgers = new EnumMap<>(TableRole.class);
  private final List<MendPlan.Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable Absence absence;

  private LedgerMend(ExchangeLake lake, KafkaConfig kafka, TopicState topic, String why) {
    this.lake = lake;
    this.topic = topic;
    this.read = new LakeOffsets(lake);
    this.kafka = new KafkaLog(kafka, topic);
    this.rebuild = new LedgerRebuild(topic, "mend-" + CycleIds.next(), why);
  }

  /**
   * Plans the ledgers of the tables that have none, although they have rows.
   *
   * @param topic the topic in Kafka now
   * @param why the reason to record in the ledgers
   * @throws HoleException if the rows are not complete or not unique, or are those of another topic
   */
  public static MendPlan plan(ExchangeLake lake, KafkaConfig kafka, TopicState topic, String why) {
    return new LedgerMend(lake, kafka, topic, why).plan();
  }

  private MendPlan plan() {
    LostLedgers lost = new LostLedgers(lake);
    if (!lost.any()) {
      return new MendPlan(List.of(), List.of());
    }
    TopicGuard.requireKnown(topic.identity());
    lake.tables().byRole().forEach(this::readLedger);
    lake.silver()
        .filter(silver -> silver.ledger().isPresent() && lost.deadLettersAreLost(silver.ledger()))
        .ifPresent(silver -> requireSameTopic(silver.ledger().orElseThrow(), silver));
    if (lost.bronzeIsLost()) {
      mendBronze(lake.tables().require(TableRole.BRONZE));
    }
    if (lost.silverIsLost()) {
      mendSilver(lake.tables().require(TableRole.SILVER));
    }
    if (lost.deadLettersAreLost(Optional.ofNullable(ledgers.get(TableRole.SILVER)))) {
      mendDeadLetters(lake.tables().require(TableRole.DEAD_LETTERS));
    }
    return new MendPlan(steps, notes);
  }

  /** A ledger of a former topic says nothing about the offsets of this one. */
  private void readLedger(TableRole role, ExchangeLake.Named table) {
    table
        .ledger()
        .filter(ledger -> ledger.topicId().equals(topicId()))
        .ifPresent(
            ledger -> {
              requireSameTopic(ledger, table);
              ledgers.put(role, ledger);
            });
  }

  private void requireSameTopic(Ledger ledger, ExchangeLake.Named table) {
    TopicGuard.requireSame(
        new TopicIdentity(ledger.cluster(), lake.topic(), ledger.topicId()),
        topic.identity(),
        table.name() + " holds rows of");
  }

  private void mendBronze(ExchangeLake.Named table) {
    TableOffsets rows = read.of(TableRole.BRONZE);
    rows.requireNoDuplicates(table.name());
    mend(TableRole.BRONZE, table, rows, kafka);
  }

  private void mendSilver(ExchangeLake.Named table) {
    TableOffsets outcomes = read.outcomes();
    outcomes.requireNoDuplicates(read.outcomeTables());
    if (lake.bronze().isPresent()) {
      new FormerTopics(topicId())
          .requireProcessed(read.of(TableRole.BRONZE), outcomes, ledgers.values(), table.name());
    }
    mend(TableRole.SILVER, table, outcomes, absence());
  }

  private Absence absence() {
    if (absence == null) {
      Ledger bronze = ledgers.get(TableRole.BRONZE);
      absence =
          bronze == null
              ? kafka
              : BronzeAbsence.of(
                  lake.bronze().orElseThrow(), bronze, read.of(TableRole.BRONZE), kafka);
    }
    return absence;
  }

  private void mend(TableRole role, ExchangeLake.Named table, TableOffsets rows, Absence proof) {
    if (ledgers.isEmpty()) {
      new TableTopics(table, topicId()).requireRows(rows);
    }
    KnownPositions others = new KnownPositions(ledgers.values(), topic);
    SortedMap<Integer, Coverage> byPartition = new TreeMap<>();
    for (int partition : others.partitions(rows)) {
      Offsets present = rows.of(topicId(), partition);
      long first = others.first(partition, present);
      byPartition.put(
          partition,
          Coverage.of(
              partition,
              first,
              others.reach(partition),
              present,
              skipped(role, others, partition, present),
              proof));
    }
    TableCoverage coverage = new TableCoverage(byPartition);
    coverage.requireComplete(table.name());
    coverage.requireWithin(table.name(), topic);
    note(table, rows, coverage);
    Ledger ledger = rebuild.of(byPartition, rows, ledgers.values());
    ledgers.put(role, ledger);
    add(table, ledger);
  }

  /** Bronze may not have reached a range that was skipped in silver alone. */
  private static Offsets skipped(
      TableRole role, KnownPositions others, int partition, Offsets rows) {
    Offsets skipped = others.skipped(partition);
    if (role != TableRole.BRONZE) {
      return skipped;
    }
    return rows.isEmpty() ? Offsets.NONE : skipped.below(rows.end());
  }

  private void note(ExchangeLake.Named table, TableOffsets rows, TableCoverage coverage) {
    OffsetList skipped = coverage.skipped();
    if (!skipped.isEmpty()) {
      notes.add(table.name() + " has no rows at offsets that were skipped: " + skipped + ".");
    }
    if (ledgers.isEmpty()) {
      notes.add(
          "No other table has a position, so it is not known whether "
              + table.name()
              + " had rows below those that it has now. Its first offsets are those of its lowest"
              + " rows.");
    }
    if (lake.bronze().equals(Optional.of(table))) {
      new TableTopics(table, topicId()).formerRows(rows).ifPresent(notes::add);
    }
  }

  private void mendDeadLetters(ExchangeLake.Named table) {
    read.outcomes().requireNoDuplicates(read.outcomeTables());
    TableOffsets rows = read.of(TableRole.DEAD_LETTERS);
    DeadLetterLedger.Rebuilt rebuilt =
        new DeadLetterLedger(
                ledgers.get(TableRole.SILVER),
                rows,
                read.trades(),
                absence(),
                intent -> intended(table.table(), intent))
            .of(table.name(), rebuild.cycle());
    rebuilt.note().ifPresent(notes::add);
    add(table, rebuild.marked(rebuilt.ledger(), rows.rows()));
  }

  private Optional<TableOffsets> intended(Table deadLetters, DeadLetterIntent intent) {
    return SystemFaultException.wrapping(
        "Could not read the dead letters that silver has recorded",
        () -> {
          DeadLetterSync sync = new DeadLetterSync(deadLetters, lake.topic());
          return sync.lost(intent).isPresent()
              ? Optional.empty()
              : Optional.of(TableOffsets.read(deadLetters, lake.topic(), sync.intended(intent)));
        });
  }

  private void add(ExchangeLake.Named table, Ledger ledger) {
    if (!lake.deadLetters().equals(Optional.of(table))) {
      new TableTopics(table, topicId()).topicsWithoutPosition().ifPresent(notes::add);
    }
    steps.add(new MendPlan.Step(table, ledger, table.table().currentSnapshot().snapshotId()));
  }

  private String topicId() {
    return topic.identity().topicId();
  }
}
