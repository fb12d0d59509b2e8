package com.k2.marketdata.replay;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.JudgeTrades.JudgeFactory;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.ledger.commit.ReplayCommit;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.loop.Diagnosis;
import com.k2.marketdata.verify.scan.ResultFile;
import java.time.Duration;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;

/**
 * Replays the open dead letters of one topic: judges them with today's rules, and adds those that
 * are valid trades now to silver, in one commit. The dead letters stay. Safe beside a running
 * pipeline, and beside another replay; only one of the two is committed.
 *
 * @param maxRecords the maximum number of dead letters
 */
public record Replay(
    CatalogConfig catalog,
    Exchange exchange,
    String topic,
    JudgeFactory judges,
    DeadLetterFilter filter,
    long maxRecords) {
  private static final Duration MAX_AGE = Duration.ofHours(12);

  /**
   * Judges the dead letters, and changes nothing.
   *
   * @throws UsageException if the silver table does not exist
   * @throws HoleException if silver has no position in the topic
   */
  public ReplayReport dryRun(CycleRunner runner) {
    PinnedTopic pinned = PinnedTopic.pin(catalog, exchange, topic);
    ReplayPlan plan = ReplayPlan.of(pinned, filter, maxRecords);
    return report(null, plan, run(runner, pinned, plan, trades -> {}));
  }

  /**
   * Judges the dead letters, and commits the trades. Adds the column replay_id to a silver table
   * that lacks it.
   *
   * @throws ConflictException if silver was rolled back meanwhile, or another replay of the topic
   *     was committed; nothing is changed
   */
  public ReplayReport execute(CycleRunner runner) {
    PinnedTopic.pin(catalog, exchange, topic); // a replay does not create tables
    new TableSetup(catalog).ensure(SilverTable.definition(exchange));
    CycleAge age = CycleAge.startingNow(MAX_AGE);
    PinnedTopic pinned = PinnedTopic.pin(catalog, exchange, topic);
    ReplayPlan plan = ReplayPlan.of(pinned, filter, maxRecords);
    String id = "replay-" + CycleIds.next();
    CycleStamp stamp =
        new CycleStamp(
            CycleIds.clock(pinned.position().clock()),
            exchange.name().toUpperCase(Locale.ROOT),
            exchange.bronzeTable(),
            Version.get(),
            id);
    ReplayCommit commit =
        new ReplayCommit(topic, id, pinned.silver().snapshot(), pinned.position(), age);
    return report(
        id,
        plan,
        run(
            runner,
            pinned,
            plan,
            new WriteTrades(
                catalog,
                pinned.silver().name(),
                TaskTable.of(pinned.silver().table()),
                stamp,
                commit,
                plan.count())));
  }

  private OutcomeCounts run(
      CycleRunner runner, PinnedTopic pinned, ReplayPlan plan, JudgedLetters.Use use) {
    if (plan.count() == 0) {
      return OutcomeCounts.NONE;
    }
    try (ResultFile file = new ResultFile(pinned.silver().table())) {
      Pipeline pipeline = runner.newPipeline("k2-replay-" + exchange.name());
      JudgedLetters judged =
          JudgedLetters.of(
              pipeline
                  .apply(
                      "Read dead letters",
                      ReadDeadLetters.of(
                          TaskTable.of(pinned.deadLetters().orElseThrow().table()),
                          topic,
                          pinned.position().topicId(),
                          plan.selected(),
                          plan.files()))
                  .apply("Judge again", JudgeAgain.with(judges)));
      OutcomeCounts.write(judged.mended(), judged.rejectedReasons(), file);
      use.apply(judged);
      try {
        runner.run(pipeline);
      } catch (RuntimeException | Error e) {
        throw Diagnosis.of(e);
      }
      OutcomeCounts counts = file.read(OutcomeCounts.class);
      requireAll(plan, counts);
      return counts;
    }
  }

  /** The commit checks this too, but a replay without trades has none. */
  private static void requireAll(ReplayPlan plan, OutcomeCounts counts) {
    if (counts.sum() != plan.count()) {
      throw new IncompleteCycleException(
          String.format(
              "%,d dead letters were selected, but %,d were judged again.",
              plan.count(), counts.sum()));
    }
  }

  private ReplayReport report(String id, ReplayPlan plan, OutcomeCounts counts) {
    return new ReplayReport(
        exchange.name(),
        topic,
        id,
        plan.reasons(),
        counts.trades(),
        counts.rejected(),
        plan.replayed(),
        plan.olderTopic(),
        plan.more());
  }
}
