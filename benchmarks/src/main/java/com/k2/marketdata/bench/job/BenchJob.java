package com.k2.marketdata.bench.job;

import com.k2.marketdata.bench.load.LoadedTopic;
import com.k2.marketdata.lake.write.RowFloor;
import java.util.ArrayList;
import java.util.List;

/**
 * A job to run.
 *
 * @param name unique name, for the report
 * @param side the side it belongs to
 * @param mainClass on the class path of its side
 * @param exchange the exchange whose topic it reads
 * @param arguments without those that every job of the side gets
 */
public record BenchJob(
    String name, Side side, String mainClass, String exchange, List<String> arguments) {
  private static final String PEER = "com.k2.marketdata.peer.spark.";
  private static final String FLOOR = "com.k2.marketdata.peer.floor.Floor";
  private static final String UNLIMITED = Long.toString(1L << 40);

  /** The side of the comparison that a job is on. */
  public enum Side {
    K2,
    /** Spark Structured Streaming. */
    PEER,
    /** Plain consumers and Parquet writers without an engine. */
    FLOOR
  }

  /**
   * One of K2's pipelines on Spark.
   *
   * @param commitEvery records per commit; 0 for a single commit
   */
  static BenchJob k2(String name, String pipeline, String exchange, long commitEvery) {
    return new BenchJob(
        name,
        Side.K2,
        K2Job.class.getName(),
        exchange,
        List.of(
            pipeline,
            "--runner=SparkRunner",
            "--maxRecordsPerCycle=" + (commitEvery == 0 ? UNLIMITED : commitEvery),
            "--maxBytesPerCycle=" + (commitEvery == 0 ? UNLIMITED : "256m")));
  }

  /** The peer's job that copies Kafka to bronze. */
  static BenchJob peerBronze(String name, String exchange, long commitEvery) {
    return peer(name, "PeerBronze", exchange, commitEvery, List.of());
  }

  /** The peer's job that writes silver and dead letters from bronze, in two streaming queries. */
  static BenchJob peerSilver(String name, String exchange, long commitEvery) {
    return peer(name, "PeerSilver", exchange, commitEvery, List.of("--mode=two"));
  }

  /** A step of the floor, on two threads. */
  static BenchJob floor(String name, String step, String exchange) {
    return new BenchJob(
        name, Side.FLOOR, FLOOR, exchange, List.of("--step=" + step, "--threads=2"));
  }

  /** Writes K2's own rows of all three tables without an engine, on two threads. */
  static BenchJob rowFloor(String name, String exchange) {
    return new BenchJob(name, Side.K2, RowFloor.class.getName(), exchange, List.of());
  }

  /** All arguments, including this run's topic and folder. */
  public List<String> arguments(LoadedTopic topic, String bootstrap, String folder, String master) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--exchange=" + exchange);
    all.add("--topic=" + topic.topic());
    all.add("--bootstrapServers=" + bootstrap);
    if (side == Side.K2) {
      all.add("--state=" + folder);
      all.add("--sparkMaster=" + master);
      all.add("--trigger=once");
      all.add("--expect=" + topic.records());
    } else {
      all.add("--work=" + folder);
      all.add("--master=" + master);
      all.add("--expectRecords=" + topic.records());
      all.add("--expectValid=" + topic.valid());
    }
    return all;
  }

  private static BenchJob peer(
      String name, String mainClass, String exchange, long commitEvery, List<String> more) {
    List<String> arguments = new ArrayList<>(more);
    arguments.add("--commitEvery=" + commitEvery);
    arguments.add("--distribution=none");
    return new BenchJob(name, Side.PEER, PEER + mainClass, exchange, arguments);
  }
}
