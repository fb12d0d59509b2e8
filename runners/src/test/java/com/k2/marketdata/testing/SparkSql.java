package com.k2.marketdata.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Spark's SQL with Iceberg's extensions in a JVM of its own: an engine that shares neither classes
 * nor libraries with K2. The module {@code runners/foreign} provides it. One process serves many
 * sessions; it takes some seconds to start, beside the test.
 */
public final class SparkSql implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};

  private static final long EXIT_TIMEOUT_SECONDS = 30;

  /** Far more than any statement of the tests takes, the start of Spark included. */
  private static final long ANSWER_TIMEOUT_SECONDS = 300;

  private final Process process;
  private final Path log;
  private final PrintWriter requests;
  private final BufferedReader answers;

  /**
   * The result of a statement.
   *
   * @param took the time in Spark, without that of its start
   */
  public record Result(List<Map<String, Object>> rows, Duration took) {
    /** The value of a column in the only row. */
    public Object value(String column) {
      if (rows.size() != 1) {
        throw new AssertionError("Not one row: " + rows);
      }
      return rows.get(0).get(column);
    }
  }

  private SparkSql(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a process for small tables, and does not wait for it. */
  public static SparkSql start() {
    return start(
        List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dspark.master=local[1]",
            "-Dspark.sql.shuffle.partitions=1",
            "-Dspark.sql.adaptive.enabled=false",
            // Compiling generated code takes longer than these queries.
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN"));
  }

  /**
   * Starts a process and does not wait for it.
   *
   * @param jvm options of the JVM, which include Spark's settings as system properties; {@code
   *     spark.master} is required
   */
  public static SparkSql start(List<String> jvm) {
    try {
      Path log = Files.createTempFile("k2-spark", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.startsWith("--add-opens"))
          .forEach(command::add);
      command.addAll(jvm);
      command.addAll(List.of("-cp", classPath(), "com.k2.marketdata.foreign.SqlWorker"));
      return new SparkSql(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() throws IOException {
    Path target = Path.of("foreign", "target").toAbsolutePath();
    Path libraries = target.resolve("foreign.classpath");
    if (!Files.exists(libraries)) {
      throw new IllegalStateException(
          libraries
              + " does not exist. Build the module with `mvn -pl runners/foreign package`; a build"
              + " of all modules includes it.");
    }
    return target.resolve("classes") + File.pathSeparator + Files.readString(libraries).trim();
  }

  /**
   * Runs a statement. Each session has settings and catalogs of its own, and begins with its first
   * statement. If there is no answer for minutes, the process is ended.
   */
  public synchronized Result run(String session, String sql) {
    try {
      requests.println(JSON.writeValueAsString(Map.of("session", session, "sql", sql)));
      String line = answer(sql);
      if (line == null) {
        throw new AssertionError("Spark has ended:\n" + Files.readString(log));
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new AssertionError(sql + "\n" + answer.get("error").asText());
      }
      return new Result(
          JSON.convertValue(answer.get("rows"), ROWS),
          Duration.ofMillis(answer.get("millis").asLong()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String sql) throws IOException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(this::readLine, SparkSql::inThread);
    try {
      return line.get(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(
          "Spark has not answered within "
              + ANSWER_TIMEOUT_SECONDS
              + " s, and was ended:\n"
              + sql
              + "\n"
              + Files.readString(log),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The common pool may be busy with drivers. */
  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "answer-of-spark");
    thread.setDaemon(true);
    thread.start();
  }

  private String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process; Spark deletes its temporary files. */
  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
