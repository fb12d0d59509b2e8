package com.k2.marketdata.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Runs a job in a process of its own and measures it from outside. The job prints marks on standard
 * output, one per line: {@code @begin} when its work begins, {@code @end {"records":…,"commits":…}}
 * right after its last commit, and {@code @result {"ok":…}} after verifying what it wrote. Each
 * line is acknowledged with an empty line on the job's standard input, so that a short job can wait
 * until it has been measured.
 */
public final class MeasuredProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final long brokerPid;

  /**
   * @param command the whole command line
   * @param log file for its standard error
   */
  public MeasuredProcess(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      long brokerPid) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.brokerPid = brokerPid;
  }

  /**
   * Runs the job to its end.
   *
   * @throws SystemFaultException if the job fails or does not print all marks
   */
  public Measurement run(int round) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(log.toFile());
    Marks marks = new Marks();
    try {
      Process process = builder.start();
      try (BufferedReader output = process.inputReader()) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          marks.read(line, process.pid(), brokerPid);
          acknowledge(process);
        }
      } finally {
        process.destroy();
      }
      int code = process.waitFor();
      if (code != 0 || !marks.complete()) {
        throw new SystemFaultException(
            name + " failed with exit code " + code + ": " + marks.why() + " Its log is " + log);
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot run " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while " + name + " ran", e);
    }
    return marks.measurement(name, round);
  }

  private static void acknowledge(Process process) {
    try {
      process.outputWriter().write("\n");
      process.outputWriter().flush();
    } catch (IOException e) {
      // The job has ended without waiting.
    }
  }

  private static final class Marks {
    private @Nullable ProcessSample begin;
    private @Nullable ProcessSample brokerBegin;
    private @Nullable ProcessSample end;
    private @Nullable ProcessSample brokerEnd;
    private JsonNode ended = JSON.createObjectNode();
    private JsonNode result = JSON.createObjectNode();

    void read(String line, long pid, long broker) throws IOException {
      if (line.equals("@begin")) {
        brokerBegin = ProcessSample.of(broker);
        begin = ProcessSample.of(pid);
      } else if (line.startsWith("@end ")) {
        end = ProcessSample.of(pid);
        brokerEnd = ProcessSample.of(broker);
        ended = JSON.readTree(line.substring("@end ".length()));
      } else if (line.startsWith("@result ")) {
        result = JSON.readTree(line.substring("@result ".length()));
      }
    }

    boolean complete() {
      return begin != null && end != null && result.path("ok").asBoolean();
    }

    String why() {
      return result.path("why").asText("It did not print its result.");
    }

    Measurement measurement(String name, int round) {
      double between = (end.nanos() - begin.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
      double cpu = end.cpuSeconds() - begin.cpuSeconds();
      double broker = brokerEnd.cpuSeconds() - brokerBegin.cpuSeconds();
      return new Measurement(
          name,
          round,
          ended.path("records").asLong(),
          ended.path("seconds").asDouble(between),
          cpu,
          end.jitSeconds() - begin.jitSeconds(),
          end.gcSeconds() - begin.gcSeconds(),
          Math.max(0, end.machineSeconds() - begin.machineSeconds() - cpu - broker),
          broker,
          end.peakRssBytes(),
          result.path("commits").asLong(ended.path("commits").asLong()),
          result.path("files").asLong(),
          result.path("bytes").asLong(),
          result.path("note").asText(""));
    }
  }
}
