package com.k2.marketdata.peer.spark;

import com.k2.marketdata.peer.job.JobRun;
import com.k2.marketdata.peer.job.Marks;
import com.k2.marketdata.peer.job.Names;
import com.k2.marketdata.peer.job.Outcome;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.SilverMode;
import com.k2.marketdata.peer.job.TableTotals;
import com.k2.marketdata.peer.job.WorkFolder;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Bronze to silver and dead letters with Spark Structured Streaming, from the table that {@link
 * PeerBronze} has written in the same work folder.
 *
 * <pre>
 * PeerSilver --work=FOLDER --expectRecords=N --expectValid=M
 *     [--exchange=kraken] [--mode=two|each|each-cached] [--commitEvery=500000]
 *     [--distribution=default] [--master=local[2]] [--bronzeTable=NAME] [--silverTable=NAME]
 * </pre>
 *
 * <p>Without {@code --commitEvery} the trigger is AvailableNow, which processes everything in one
 * batch, because Iceberg's source has no batch limit with that trigger. With {@code --commitEvery}
 * the query polls and is stopped when no rows are left.
 *
 * <p>The result is ok only if silver has as many rows as there are valid records, all of distinct
 * trades with positive price and quantity, and the dead letters have every other record once.
 */
public final class PeerSilver {
  private PeerSilver() {}

  /** Runs the job and exits the process. */
  public static void main(String[] args) {
    JobRun.main(args, PeerSilver::run);
  }

  private static Outcome run(PeerOptions options, WorkFolder work, Marks marks) throws Exception {
    options.requiredRecords();
    options.requiredValid();
    try (PeerSession session = PeerSession.start("peer-silver", options, work)) {
      session.createTable(
          options.silverTable(),
          PeerSession.SILVER_COLUMNS,
          "days(validation_timestamp)",
          Names.SILVER_FILE_BYTES,
          options.distribution());
      session.createTable(
          options.deadLetterTable(),
          PeerSession.DEAD_LETTER_COLUMNS,
          "days(dlq_date)",
          Names.DEAD_LETTER_FILE_BYTES,
          options.distribution());
      Table silver = session.table(options.silverTable());
      Table deadLetters = session.table(options.deadLetterTable());
      Dataset<Row> bronze = bronze(session, options);
      boolean limited = options.commitEvery() > 0;
      Trigger trigger = limited ? Trigger.ProcessingTime(0) : Trigger.AvailableNow();

      marks.begin();
      List<StreamingQuery> queries =
          options.mode() == SilverMode.TWO
              ? twoQueries(bronze, options, work, trigger)
              : List.of(eachBatch(bronze, options, work, trigger, silver, deadLetters));
      for (StreamingQuery query : queries) {
        if (limited) {
          query.processAllAvailable();
        } else {
          query.awaitTermination();
        }
      }
      double seconds = QueryWindow.seconds(queries);
      TableTotals totals = TableTotals.of(List.of(silver, deadLetters));
      marks.end(totals.records(), seconds, totals.commits());

      for (StreamingQuery query : queries) {
        query.stop();
      }
      return SilverCheck.of(session.spark(), options, totals);
    }
  }

  private static Dataset<Row> bronze(PeerSession session, PeerOptions options) {
    DataStreamReader reader = session.spark().readStream().format("iceberg");
    if (options.commitEvery() > 0) {
      reader.option("streaming-max-rows-per-micro-batch", options.commitEvery());
    }
    return reader.load(PeerSession.qualified(options.bronzeTable()));
  }

  private static List<StreamingQuery> twoQueries(
      Dataset<Row> bronze, PeerOptions options, WorkFolder work, Trigger trigger) throws Exception {
    Dataset<Row> trades = Validity.flagged(new TradeColumns(options.exchange()).of(bronze));
    Dataset<Row> invalid = Validity.deadLetters(trades, options.bronzeTable());
    List<StreamingQuery> queries = new ArrayList<>();
    queries.add(append(Validity.valid(trades), options.silverTable(), work, trigger));
    queries.add(append(invalid, options.deadLetterTable(), work, trigger));
    return queries;
  }

  private static StreamingQuery append(
      Dataset<Row> rows, String table, WorkFolder work, Trigger trigger) throws Exception {
    return writer(rows, table, work, trigger)
        .format("iceberg")
        .outputMode("append")
        .option("fanout-enabled", "true")
        .toTable(PeerSession.qualified(table));
  }

  private static DataStreamWriter<Row> writer(
      Dataset<Row> rows, String table, WorkFolder work, Trigger trigger) {
    return rows.writeStream()
        .queryName(table)
        .trigger(trigger)
        .option("checkpointLocation", work.checkpoint(table).toString());
  }

  private static StreamingQuery eachBatch(
      Dataset<Row> bronze,
      PeerOptions options,
      WorkFolder work,
      Trigger trigger,
      Table silver,
      Table deadLetters)
      throws Exception {
    TradeColumns columns = new TradeColumns(options.exchange());
    BatchSink toSilver = new BatchSink(silver, options.silverTable());
    BatchSink toDeadLetters = new BatchSink(deadLetters, options.deadLetterTable());
    boolean cached = options.mode() == SilverMode.EACH_CACHED;
    VoidFunction2<Dataset<Row>, Long> batch =
        (rows, id) -> {
          Dataset<Row> trades = Validity.flagged(columns.of(rows));
          if (cached) {
            trades.persist();
          }
          try {
            toSilver.append(Validity.valid(trades), id);
            toDeadLetters.append(Validity.deadLetters(trades, options.bronzeTable()), id);
          } finally {
            if (cached) {
              trades.unpersist();
            }
          }
        };
    return writer(bronze, options.silverTable(), work, trigger).foreachBatch(batch).start();
  }
}
