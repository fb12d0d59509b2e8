package com.k2.marketdata.bench.job;

import com.k2.marketdata.bench.load.LoadedTopic;
import com.k2.marketdata.lake.write.RowFloor;
import java.util.ArrayList;
import java.util.List;

/**
 * A job as the harness starts it.
 *
 * @param name unique, for the report
 * @param side whose it is
 * @param mainClass of the class path of its side
 * @param exchange whose topic it works on
 * @param arguments without those that every job of the side gets
 */
public record BenchJob(
    String name, Side side, String mainClass, String exchange, List<String> arguments) {
  private static final String PEER = "com.k2.marketdata.peer.";
  private static final String EVERYTHING = Long.toString(1L << 40);

  /** Whose a job is. */
  public enum Side {
    K2,
    /** Spark Structured Streaming. */
    PEER,
    /** Plain consumers and Parquet writers, without an engine. */
    FLOOR
  }

  /**
   * One of K2's pipelines on Spark.
   *
   * @param commitEvery records; 0 for all in one commit
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
            "--maxRecordsPerCycle=" + (commitEvery == 0 ? EVERYTHING : commitEvery),
            "--maxBytesPerCycle=" + (commitEvery == 0 ? EVERYTHING : "256m")));
  }

  /** The peer's job that copies Kafka into bronze. */
  static BenchJob peerBronze(String name, String exchange, long commitEvery) {
    return peer(name, "PeerBronze", exchange, commitEvery, List.of());
  }

  /** The peer's job that makes silver and dead letters from bronze, as two streaming queries. */
  static BenchJob peerSilver(String name, String exchange, long commitEvery) {
    return peer(name, "PeerSilver", exchange, commitEvery, List.of("--mode=two"));
  }

  /** A step of the floor, on two threads. */
  static BenchJob floor(String name, String step, String exchange) {
    return new BenchJob(
        name, Side.FLOOR, PEER + "Floor", exchange, List.of("--step=" + step, "--threads=2"));
  }

  /** K2's own rows of all three tables without an engine, on two threads. */
  static BenchJob rowFloor(String name, String exchange) {
    return new BenchJob(name, Side.K2, RowFloor.class.getName(), exchange, List.of());
  }

  /** The arguments with where this run's topic and folders are. */
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
