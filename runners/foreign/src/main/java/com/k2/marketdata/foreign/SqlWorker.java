package com.k2.marketdata.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * Runs SQL until standard input ends. Each line of input is a request {@code {"session": …, "sql":
 * …}}, and each line of output the answer to one: {@code {"millis": …, "rows": […]}} or {@code
 * {"error": …}}. Each session has its own settings and catalogs.
 */
public final class SqlWorker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Map<String, SparkSession> sessions = new HashMap<>();

  private SqlWorker(SparkSession spark) {
    this.spark = spark;
  }

  /** Takes no arguments; Spark's settings are system properties. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (SparkSession spark = start();
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      SqlWorker worker = new SqlWorker(spark);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.println(worker.answer(JSON.readTree(line)));
      }
    }
  }

  private static SparkSession start() {
    return SparkSession.builder()
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .getOrCreate();
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    long start = System.nanoTime();
    try {
      answer.set("rows", rows(request.get("session").asText(), request.get("sql").asText()));
      answer.put("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    } catch (Exception e) { // Also Spark's AnalysisException, which Scala does not declare.
      e.printStackTrace();
      answer.put("error", e.toString());
    }
    return answer;
  }

  private ArrayNode rows(String session, String sql) throws IOException {
    ArrayNode rows = JSON.createArrayNode();
    for (String row :
        sessions
            .computeIfAbsent(session, name -> spark.newSession())
            .sql(sql)
            .toJSON()
            .collectAsList()) {
      rows.add(JSON.readTree(row));
    }
    return rows;
  }
}
