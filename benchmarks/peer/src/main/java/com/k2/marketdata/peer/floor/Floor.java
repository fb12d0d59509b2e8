package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.JobRun;
import com.k2.marketdata.peer.job.Marks;
import com.k2.marketdata.peer.job.Outcome;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.TableTotals;
import com.k2.marketdata.peer.job.WorkFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.iceberg.DataFile;

/**
 * Does the work without an engine: plain consumers, a handwritten decoder, and Iceberg's Parquet
 * writers, on several threads, with one commit per table at the end. It is not a usable system,
 * because it cannot resume; it shows the lower bound of the cost.
 *
 * <pre>
 * Floor --step=poll|decode|write|bronze|silver|silver-from-bronze|both --threads=2
 *     --bootstrapServers=HOST:PORT --work=FOLDER --expectRecords=N --expectValid=M
 *     [--exchange=kraken] [--bronzeTable=NAME]
 * </pre>
 *
 * <p>The step {@code silver-from-bronze} reads the table that {@code PeerBronze} has written. The
 * steps {@code decode} and {@code write} use records in memory. {@code --expectValid} is required
 * if silver is written.
 *
 * <p>The result is ok only if the number of records is the expected one and the tables confirm it:
 * bronze has every offset of each partition once, silver has as many distinct trades as there are
 * valid records, and the dead letters have all others.
 */
public final class Floor {
  private Floor() {}

  /** Runs the job and exits the process. */
  public static void main(String[] args) {
    JobRun.main(args, Floor::run);
  }

  private static Outcome run(PeerOptions options, WorkFolder work, Marks marks) throws Exception {
    options.requiredRecords();
    if (options.step().writesSilver()) {
      options.requiredValid();
    }
    FloorTables tables = FloorTables.create(options, work);
    RecordSource source =
        switch (options.step().source()) {
          case KAFKA -> new TopicSource(options);
          case MEMORY -> new SampleSource(options);
          case BRONZE -> new BronzeSource(tables.load(options.bronzeTable()));
        };
    Instant now = Instant.now();

    marks.begin();
    long start = System.nanoTime();
    List<RecordWork.Result> results = read(options, tables, source, now);
    commit(tables.bronze(), results, RecordWork.Result::bronze);
    commit(tables.silver(), results, RecordWork.Result::silver);
    commit(tables.deadLetters(), results, RecordWork.Result::deadLetters);
    double seconds = (System.nanoTime() - start) / 1e9;
    long records = results.stream().mapToLong(RecordWork.Result::records).sum();
    TableTotals totals = tables.totals();
    marks.end(records, seconds, totals.commits());

    long rejected = results.stream().mapToLong(RecordWork.Result::rejected).sum();
    return new FloorCheck(options, tables).of(totals, records, rejected);
  }

  private static List<RecordWork.Result> read(
      PeerOptions options, FloorTables tables, RecordSource source, Instant now)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(options.threads());
    try {
      List<Future<RecordWork.Result>> parts = new ArrayList<>();
      for (int i = 0; i < options.threads(); i++) {
        int thread = i;
        parts.add(
            pool.submit(
                () -> {
                  RecordWork work = new RecordWork(options, tables, now);
                  source.read(thread, work);
                  return work.finish();
                }));
      }
      List<RecordWork.Result> results = new ArrayList<>();
      for (Future<RecordWork.Result> part : parts) {
        results.add(part.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static void commit(
      FloorTables.Output output,
      List<RecordWork.Result> results,
      Function<RecordWork.Result, List<DataFile>> files) {
    if (output != null) {
      output.commit(results.stream().flatMap(each -> files.apply(each).stream()).toList());
    }
  }
}
