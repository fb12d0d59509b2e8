package com.k2.marketdata.operate.mend;

import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.MessageJudge;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.TaskWriter;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.trade.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * The dead letters of silver's newest cycle, judged again because their files were lost before they
 * were appended. They are complete: as many as silver has recorded.
 *
 * @param silver silver's ledger, which records them
 */
public record LostDeadLetters(ExchangeLake lake, Ledger silver, List<Outcome.Rejected> judged) {

  public LostDeadLetters {
    judged = List.copyOf(judged);
  }

  /**
   * What is lost, as a sentence; empty if silver has recorded no dead letters that are yet to be
   * appended, or if their files are there.
   */
  public static Optional<String> find(ExchangeLake lake) {
    Optional<Ledger> silver = lake.silver().flatMap(ExchangeLake.Named::ledger);
    if (silver.isEmpty() || lake.deadLetters().flatMap(ExchangeLake.Named::ledger).isEmpty()) {
      return Optional.empty();
    }
    return SystemFaultException.wrapping(
        "Could not read the dead letters that silver has recorded",
        () -> {
          DeadLetterSync sync = sync(lake);
          return sync.state(silver.get()) == DeadLetterState.PENDING
              ? sync.lost(silver.get().intent())
              : Optional.empty();
        });
  }

  /**
   * Reads the messages from bronze or Kafka, and judges them.
   *
   * @param topic the topic in Kafka now
   * @param judge judges by the rules of the cycle that lost them
   * @throws HoleException if not exactly the messages of these dead letters are found, or if the
   *     rules accept any of them; nothing is changed
   */
  public static LostDeadLetters judge(
      ExchangeLake lake, KafkaConfig kafka, TopicState topic, MessageJudge judge) {
    Ledger silver = lake.silver().flatMap(ExchangeLake.Named::ledger).orElseThrow();
    LostMessages messages =
        SystemFaultException.wrapping(
            "Could not read the messages of the lost dead letters",
            () -> LostMessages.find(lake, silver, log(kafka, topic, silver)));
    messages.requireCount(silver.intent());
    List<Outcome.Rejected> rejected = new ArrayList<>();
    List<KafkaMessage> accepted = new ArrayList<>();
    for (KafkaMessage message : messages.found()) {
      if (judge.judge(message) instanceof Outcome.Rejected outcome) {
        rejected.add(outcome);
      } else {
        accepted.add(message);
      }
    }
    if (!accepted.isEmpty()) {
      throw accepted(silver.intent(), accepted);
    }
    return new LostDeadLetters(lake, silver, rejected);
  }

  /** Empty if Kafka has another topic than silver's rows are of; bronze may have the messages. */
  private static Optional<KafkaLog> log(KafkaConfig kafka, TopicState topic, Ledger silver) {
    TopicIdentity read =
        new TopicIdentity(silver.cluster(), topic.identity().topic(), silver.topicId());
    return read.equals(topic.identity())
        ? Optional.of(new KafkaLog(kafka, topic))
        : Optional.empty();
  }

  /**
   * Writes the dead letters, and appends them as the cycle that lost them.
   *
   * @throws ConflictException if a table has changed since they were judged; nothing is changed
   */
  public void append() {
    SystemFaultException.wrapping(
        "Could not append the dead letters",
        () -> {
          CycleAge age = CycleAge.startingNow(CycleAge.maxOf(table(TableRole.DEAD_LETTERS)));
          List<DataFile> files = write();
          sync(lake).replace(silver, table(TableRole.SILVER), files, age);
          return files;
        });
  }

  private List<DataFile> write() {
    Exchange exchange = Exchanges.named(lake.exchange());
    CycleTables tables =
        CycleTables.of(
            ByRole.<TaskTable>none()
                .with(TableRole.SILVER, TaskTable.of(table(TableRole.SILVER)))
                .with(TableRole.DEAD_LETTERS, TaskTable.of(table(TableRole.DEAD_LETTERS))),
            role -> Map.of());
    TaskWriter writer =
        new TaskWriter(
            tables,
            new CycleStamp(
                silver.clock(),
                exchange.name().toUpperCase(Locale.ROOT),
                exchange.bronzeTable(),
                Version.get()));
    try {
      judged.forEach(writer::outcome);
      return writer.finish().files(TableRole.DEAD_LETTERS);
    } catch (RuntimeException | Error e) {
      writer.abort();
      throw e;
    }
  }

  private Table table(TableRole role) {
    return lake.tables().require(role).table();
  }

  private static DeadLetterSync sync(ExchangeLake lake) {
    return new DeadLetterSync(lake.tables().require(TableRole.DEAD_LETTERS).table(), lake.topic());
  }

  private static HoleException accepted(DeadLetterIntent intent, List<KafkaMessage> accepted) {
    return new HoleException(
        "The rules accept "
            + accepted.size()
            + " of the messages that cycle "
            + intent.cycle()
            + " rejected, so their reasons are unknown: "
            + LostMessages.missing(accepted)
            + ". No dead letters were appended. Give the options by which that cycle judged, such"
            + " as --symbolList and --schemaRegistry; or roll silver back with `k2 rollback` to a"
            + " time before that cycle: the next run then judges its messages by the present"
            + " rules.");
  }
}
