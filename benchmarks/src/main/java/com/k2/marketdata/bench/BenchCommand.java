package com.k2.marketdata.bench;

import com.k2.marketdata.bench.job.BenchJob;
import com.k2.marketdata.bench.job.JobRunner;
import com.k2.marketdata.bench.job.JobSet;
import com.k2.marketdata.bench.load.LoadedTopic;
import com.k2.marketdata.bench.load.TopicLoader;
import com.k2.marketdata.bench.measure.Measurement;
import com.k2.marketdata.bench.report.Report;
import com.k2.marketdata.command.Commands;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.stack.LocalBroker;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures K2 and its peer, Spark Structured Streaming, on the same machine. */
@Command(
    name = "k2 bench",
    mixinStandardHelpOptions = true,
    description = {
      "Run K2's pipelines and equivalent Spark Structured Streaming jobs on the same messages,"
          + " one after the other and each in its own JVM, and print their speed and cost.",
      "Starts a Kafka broker, loads the messages once, and verifies the tables of every run."
          + " Requires Linux."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All jobs ran and their tables are right.",
      "2:An option is wrong.",
      "3:A server, a folder or a process of the run failed.",
      "70:An unexpected error: a defect of K2 or of a library."
    })
public final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      defaultValue = ".k2-bench",
      description =
          "Folder for the broker and all tables; grows to about 5 GB. Default: ${DEFAULT-VALUE}.")
  private Path work;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "cycles,one,kraken,floor",
      description = "Sets of jobs to run: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<JobSet> sets;

  @Option(
      names = "--jobs",
      split = ",",
      paramLabel = "NAME",
      description = "Run only these jobs of the sets.")
  private List<String> only = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Number of rounds; each round runs every job once. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--binance",
      defaultValue = "5000000",
      paramLabel = "RECORDS",
      description = "Number of Binance messages. Default: ${DEFAULT-VALUE}.")
  private long binance;

  @Option(
      names = "--kraken",
      defaultValue = "1000000",
      paramLabel = "RECORDS",
      description = "Number of Kraken messages. Default: ${DEFAULT-VALUE}.")
  private long kraken;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Seed of the generated messages. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--heap",
      defaultValue = "2g",
      description = "Heap size of every job's JVM. Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(
      names = "--gc",
      defaultValue = "Parallel",
      paramLabel = "G1|Parallel|Serial",
      description = "Garbage collector of every job's JVM. Default: ${DEFAULT-VALUE}.")
  private String collector;

  @Option(
      names = "--master",
      defaultValue = "local[2]",
      description = "Spark master. Default: ${DEFAULT-VALUE}.")
  private String master;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "An additional option for every job's JVM; may be repeated.")
  private List<String> jvmOptions = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "File for the results as JSON. Default: results.json in the work folder.")
  private Path json;

  @Option(names = "--chart", paramLabel = "FILE", description = "File for an SVG chart.")
  private Path chart;

  @Option(
      names = "--peerClassPath",
      hidden = true,
      required = true,
      description = "Class path of the peer's jobs; set by bin/k2.")
  private String peerClassPath;

  /** Runs the command and exits the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Commands.execute(new BenchCommand(), args));
  }

  @Override
  public Integer call() throws IOException {
    work = work.toAbsolutePath().normalize();
    LocalBroker broker =
        new LocalBroker(work.resolve("kafka"), Map.of("log.segment.bytes", "268435456"));
    broker
        .pid()
        .ifPresent(
            pid -> {
              throw new UsageException(
                  "Another benchmark runs in "
                      + work
                      + ", or was interrupted: process "
                      + pid
                      + " is its broker. End that process, or choose another --work folder.");
            });
    Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop-broker"));
    List<Measurement> measured = new ArrayList<>();
    try {
      broker.start(FreePorts.any());
      measure(broker, measured);
      return 0;
    } finally {
      // Also after a failure: the finished runs took long enough to be worth reporting.
      report(measured);
      broker.stop();
    }
  }

  private void measure(LocalBroker broker, List<Measurement> measured) {
    String bootstrap = broker.bootstrap().orElseThrow();
    TopicLoader loader = new TopicLoader(bootstrap, work.resolve("topics"));
    progress(
        "Loading %,d Binance and %,d Kraken messages, unless an earlier run has loaded them",
        binance, kraken);
    Map<String, LoadedTopic> topics =
        Map.of(
            "binance", loader.load("binance", binance, seed, Instant.now()),
            "kraken", loader.load("kraken", kraken, seed + 1, Instant.now()));
    JobRunner runner =
        new JobRunner(
            work,
            bootstrap,
            broker.pid().orElseThrow(),
            master,
            heap,
            collector,
            jvmOptions,
            Map.of(
                BenchJob.Side.K2, System.getProperty("java.class.path"),
                BenchJob.Side.PEER, peerClassPath,
                BenchJob.Side.FLOOR, peerClassPath));
    for (int round = 1; round <= rounds; round++) {
      List<Measurement> ofRound = new ArrayList<>();
      for (JobSet set : sets) {
        for (BenchJob job : set.jobs()) {
          if (only.isEmpty() || only.contains(job.name())) {
            Measurement one = runner.run(job, topics.get(job.exchange()), round);
            ofRound.add(one);
            progress("Round %d: %s", round, Report.line(one));
          }
        }
      }
      measured.addAll(ofRound);
    }
  }

  private void report(List<Measurement> measured) throws IOException {
    if (measured.isEmpty()) {
      return;
    }
    Report report = Report.of(measured, heap, master);
    System.out.println(report.text());
    Files.writeString(json == null ? work.resolve("results.json") : json, report.json());
    if (chart != null) {
      Files.writeString(chart, report.svg());
    }
  }

  private static void progress(String format, Object... values) {
    System.err.printf(format + "%n", values);
  }
}
