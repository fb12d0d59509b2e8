package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.KafkaSource;
import com.k2.marketdata.check.kafka.Message;
import com.k2.marketdata.check.kafka.TopicContents;
import com.k2.marketdata.check.kafka.TopicReader;
import com.k2.marketdata.check.rules.Judge;
import com.k2.marketdata.check.rules.Rules;
import com.k2.marketdata.check.rules.TimeLimits;
import com.k2.marketdata.check.rules.WriterSchemas;

/**
 * Compares Kafka, bronze, silver and the dead letters, byte by byte and value by value. Each
 * committed message must have exactly one row in bronze with its key, value, headers, timestamp and
 * topic id, and exactly one row in either silver or the dead letters with what the documented rules
 * make of it; a trade that a replay added also has the dead letter that it was made from. Each row
 * of the topic must have a message. Rows of other topics, and of messages that Kafka has deleted,
 * are not checked; nor are times that pipelines take from their clock.
 *
 * <p>The messages are held in memory: a million typical ones need some 500 MB.
 */
public final class IndependentCheck {
  private final KafkaSource source;
  private final LakeTables tables;
  private final WriterSchemas schemas;
  private final TimeLimits limits;
  private final boolean withSilver;

  private IndependentCheck(
      KafkaSource source,
      LakeTables tables,
      WriterSchemas schemas,
      TimeLimits limits,
      boolean withSilver) {
    this.source = source;
    this.tables = tables;
    this.schemas = schemas;
    this.limits = limits;
    this.withSilver = withSilver;
  }

  /** A check of all tables of an exchange, under the pipelines' default rules. */
  public static IndependentCheck of(KafkaSource source, LakeTables tables, WriterSchemas schemas) {
    return new IndependentCheck(source, tables, schemas, TimeLimits.DEFAULT, true);
  }

  /** The same, for pipelines that ran with other limits. */
  public IndependentCheck judgedWithin(TimeLimits limits) {
    return new IndependentCheck(source, tables, schemas, limits, withSilver);
  }

  /** The same without silver and the dead letters. */
  public IndependentCheck ofBronzeOnly() {
    return new IndependentCheck(source, tables, schemas, limits, false);
  }

  /**
   * Reads everything and compares.
   *
   * @throws RuntimeException if Kafka, the registry, the catalog or a file cannot be read
   */
  public CheckResult run() {
    return compare(TopicReader.read(source));
  }

  /** Compares the tables with messages that have been read. */
  CheckResult compare(TopicContents contents) {
    Findings findings = new Findings();
    try (LakeTables.Reader reader = tables.open()) {
      checkBronze(contents, reader, findings);
      if (withSilver) {
        checkSilver(contents, reader, findings);
      }
    }
    return findings.result(contents.messages().size());
  }

  private void checkBronze(TopicContents contents, LakeTables.Reader reader, Findings findings) {
    Stage stage = new Stage("bronze", contents, findings);
    reader.forEach(
        tables.bronze(),
        row -> {
          Message message = stage.match(row, tables.bronze(), Stage.Columns.BRONZE);
          if (message != null) {
            BronzeRows.check(row, message, tables.bronze(), findings);
          }
        });
    stage.reportLost();
  }

  private void checkSilver(TopicContents contents, LakeTables.Reader reader, Findings findings) {
    Stage stage = new Stage("silver and the dead letters", contents, findings);
    Judge judge = new Judge(schemas, Rules.of(tables.exchange(), limits));
    SilverRows rows = new SilverRows(tables, judge, contents.topicId(), findings);
    Replayed replayed = new Replayed();
    reader.forEach(
        tables.silver(),
        row -> {
          Message message = stage.match(row, tables.silver(), Stage.Columns.SILVER);
          if (message != null) {
            rows.checkTrade(row, message);
            replayed.addTrade(row, message);
          }
        });
    reader.forEach(
        LakeTables.DEAD_LETTERS,
        row -> {
          if (replayed.takes(row, contents.topicId())) {
            return;
          }
          Message message = stage.match(row, LakeTables.DEAD_LETTERS, Stage.Columns.SILVER);
          if (message != null) {
            rows.checkDeadLetter(row, message);
          }
        });
    replayed.report(rows, findings);
    stage.reportLost();
  }
}
