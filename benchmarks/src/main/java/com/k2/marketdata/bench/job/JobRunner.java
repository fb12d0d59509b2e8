package com.k2.marketdata.bench.job;

import com.k2.marketdata.bench.load.LoadedTopic;
import com.k2.marketdata.bench.measure.MeasuredProcess;
import com.k2.marketdata.bench.measure.Measurement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs jobs, each in its own JVM, with the same JVM options for both sides.
 *
 * @param master Spark master, for example {@code local[2]}
 * @param heap initial and maximum heap size, for example {@code 2g}
 * @param collector garbage collector: {@code G1}, {@code Parallel} or {@code Serial}
 * @param jvmOptions additional options for every job's JVM
 */
public record JobRunner(
    Path work,
    String bootstrap,
    long brokerPid,
    String master,
    String heap,
    String collector,
    List<String> jvmOptions,
    Map<BenchJob.Side, String> classPaths) {
  private static final List<String> OPEN_PACKAGES =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /** Runs a job to its end and measures it. */
  public Measurement run(BenchJob job, LoadedTopic topic, int round) {
    Path logs = work.resolve("logs");
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create folder " + logs, e);
    }
    return new MeasuredProcess(
            job.name(),
            command(job, topic),
            Map.of("CLASSPATH", classPaths.get(job.side())),
            logs.resolve(job.name() + "-" + round + ".log"),
            brokerPid)
        .run(round);
  }

  private List<String> command(BenchJob job, LoadedTopic topic) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + heap);
    command.add("-Xmx" + heap);
    command.add("-XX:+Use" + collector + "GC");
    // Keeps compiler threads alive: the CPU time of a thread is lost when it ends.
    command.add("-XX:-UseDynamicNumberOfCompilerThreads");
    OPEN_PACKAGES.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(jvmOptions);
    command.add(job.mainClass());
    command.addAll(job.arguments(topic, bootstrap, folder(job), master));
    return command;
  }

  private String folder(BenchJob job) {
    // Silver reads the bronze table of an earlier job; medallion writes both, in a folder of its
    // own.
    String name =
        job.side() != BenchJob.Side.K2
            ? "peer"
            : !job.arguments().contains("bronze") && !job.arguments().contains("silver")
                ? "k2-medallion"
                : "k2";
    return work.resolve(name).resolve(job.exchange()).toString();
  }
}
