package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** A topic of Binance trades, the tables of a state folder, and the pipelines that fill them. */
public final class Market {
  public static final String BRONZE = "bronze_binance_trades";
  public static final String SILVER = "silver_binance_trades";
  public static final String DEAD_LETTERS = "silver_dlq_trades";
  public static final List<String> TABLES = List.of(BRONZE, SILVER, DEAD_LETTERS);

  /** Every message whose number is a multiple of this is invalid. */
  public static final int INVALID_EVERY = 5;

  private static final byte[] INVALID = {1, 2};

  private final LocalKafka kafka;
  private final Path state;
  private final String topic;
  private long published;

  /** The market of a topic that exists or will be created elsewhere. */
  public Market(LocalKafka kafka, Path state, String topic) {
    this.kafka = kafka;
    this.state = state;
    this.topic = topic;
  }

  /** Creates a topic and its market. */
  public static Market open(LocalKafka kafka, Path state, int partitions) {
    Market market = new Market(kafka, state, "trades-" + UUID.randomUUID());
    kafka.createTopic(market.topic, partitions);
    return market;
  }

  public String topic() {
    return topic;
  }

  /** Publishes messages; the first of the market and then every fifth are invalid. */
  public void publish(int partition, int count) {
    try (TestPublisher publisher = kafka.publisher()) {
      publish(publisher, partition, count);
      publisher.flush();
    }
  }

  /** Publishes messages with this publisher, without waiting. */
  public void publish(TestPublisher publisher, int partition, int count) {
    for (int i = 0; i < count; i++) {
      byte[] value = published % INVALID_EVERY == 0 ? INVALID : NumberedTrades.binance(published);
      publisher.sendLater(topic, partition, NumberedTrades.millis(published), value);
      published++;
    }
  }

  /**
   * Runs a pipeline until it has caught up or failed once.
   *
   * @param options replace or add to the defaults: DirectRunner, no failed cycle allowed, exit at a
   *     hole
   */
  public K2Run run(String pipeline, String... options) {
    return K2Run.of(arguments(pipeline, List.of(options)));
  }

  private List<String> arguments(String pipeline, List<String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("--exchange", "binance");
    all.put("--topic", topic);
    all.put("--state", state.toString());
    all.put("--bootstrap", kafka.bootstrap());
    all.put("--runner", "DirectRunner");
    all.put("--maxFailedCycles", "0");
    all.put("--onHole", "exit");
    for (String option : options) {
      int equals = option.indexOf('=');
      all.put(option.substring(0, equals), option.substring(equals + 1));
    }
    List<String> arguments = new ArrayList<>(List.of("run", pipeline));
    all.forEach((name, value) -> arguments.add(name + "=" + value));
    return arguments;
  }

  /** Starts a pipeline in a separate process, which can be paused for example. */
  public DriverProcess startProcess(String pipeline, List<String> options) {
    return DriverProcess.start(K2.class, arguments(pipeline, options));
  }

  /** Starts a pipeline in a separate process with these options of the JVM and variables. */
  public DriverProcess startProcess(
      List<String> jvm, Map<String, String> environment, String pipeline, List<String> options) {
    return DriverProcess.start(jvm, environment, K2.class, arguments(pipeline, options));
  }

  /**
   * Runs another verb, for example {@code ledger set …}, for the topic and the exchange's tables.
   */
  public K2Run command(String... verb) {
    return K2Run.of(ofTopic(verb));
  }

  /** The same in a separate process. */
  public DriverProcess startCommand(String... verb) {
    return DriverProcess.start(K2.class, ofTopic(verb));
  }

  private List<String> ofTopic(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(
        List.of(
            "--exchange=binance",
            "--topic=" + topic,
            "--state=" + state,
            "--bootstrap=" + kafka.bootstrap()));
    return arguments;
  }

  /** Runs a pipeline in the background. */
  public CompletableFuture<K2Run> start(String pipeline, String... options) {
    return CompletableFuture.supplyAsync(() -> run(pipeline, options));
  }

  /** Runs another verb for the exchange's tables, without a topic. */
  public K2Run k2(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--exchange=binance", "--state=" + state, "--bootstrap=" + kafka.bootstrap()));
    return K2Run.of(all);
  }

  /** Runs {@code k2 maintain} for the tables of the state folder. */
  public K2Run maintain(String... options) {
    return K2Run.of(maintenance(options));
  }

  /** Starts {@code k2 maintain} in a separate process. */
  public DriverProcess startMaintain(String... options) {
    // A run is too short for the optimizing compiler to pay off.
    return DriverProcess.start(
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), Map.of(), K2.class, maintenance(options));
  }

  private List<String> maintenance(String... options) {
    List<String> all = new ArrayList<>(List.of("maintain", "--state=" + state));
    all.addAll(List.of(options));
    return all;
  }

  /** Sets positions, as an operator does to pass a hole. */
  public void setPosition(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ledger", "set", "--yes", "--topic=" + topic));
    all.addAll(List.of(arguments));
    k2(all.toArray(String[]::new)).succeeded();
  }

  /** Requires that {@code k2 verify} succeeds. */
  public void assertVerified() {
    k2("verify", "--runner=DirectRunner").succeeded();
  }

  public Tables tables() {
    return Tables.of(state);
  }

  public Table table(String name) {
    return tables().table(name);
  }

  /** The topic's ledger in a table. */
  public Ledger ledger(String table) {
    return TableLedgers.read(table(table)).of(topic).orElseThrow();
  }

  /** The ledgers of the topic in a table's snapshots, oldest first, including the starting one. */
  public List<Ledger> cycles(String table) {
    Table loaded = table(table);
    List<Ledger> ledgers = new ArrayList<>();
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(loaded.currentSnapshot().snapshotId(), loaded::snapshot)) {
      ledgers.add(0, TableLedgers.of(snapshot).get(topic));
    }
    return ledgers;
  }

  /** The next offsets of the topic in a table. */
  public Map<Integer, Long> position(String table) {
    return ledger(table).next();
  }

  /** Changes the topic's ledger in a table, in a snapshot of its own. */
  public void setLedger(String table, UnaryOperator<Ledger> change) {
    Table loaded = table(table);
    Ledger before = ledger(table);
    Ledger after = change.apply(before).ofCycle("by-hand-" + UUID.randomUUID());
    new LedgerCommit(loaded, topic).commit(before, after, Table::newAppend);
  }

  /** Rolls a table back by this number of snapshots, as other tools do. */
  public void rollBack(String table, int snapshots) {
    Table loaded = table(table);
    Snapshot to = loaded.currentSnapshot();
    for (int i = 0; i < snapshots; i++) {
      to = loaded.snapshot(to.parentId());
    }
    loaded.manageSnapshots().rollbackTo(to.snapshotId()).commit();
  }

  /** The current snapshot of each table, to check that nothing was committed. */
  public Map<String, Long> snapshots() {
    Map<String, Long> snapshots = new TreeMap<>();
    TABLES.forEach(name -> snapshots.put(name, table(name).currentSnapshot().snapshotId()));
    return snapshots;
  }

  /** Number of snapshots in a table's history. */
  public int commits(String table) {
    return table(table).history().size();
  }

  /** The coordinates of the topic's rows in these tables, sorted, as {@code partition:offset}. */
  public List<String> coordinates(String... tables) {
    return Stream.of(tables)
        .flatMap(table -> tables().rows(table).stream().map(row -> new Coordinates(table, row)))
        .filter(coordinates -> coordinates.topic().equals(topic))
        .map(Coordinates::toString)
        .sorted()
        .toList();
  }

  /**
   * Requires every message of the topic once in bronze, and once in either silver or the dead
   * letters.
   */
  public void assertExactlyOnce() {
    assertExactlyOnceIn(BRONZE);
    assertExactlyOnceIn(SILVER, DEAD_LETTERS);
    requireSums();
  }

  /** Requires the sums in bronze's ledger to be those of its rows. */
  public void requireSums() {
    BronzeSums.requireMatch(table(BRONZE), ledger(BRONZE));
  }

  /**
   * Requires the tables to equal what Kafka has now, byte by byte and value by value, under the
   * default rules.
   */
  public void assertEqualsKafka() {
    EqualToKafka.assertClean(
        EqualToKafka.check(kafka.bootstrap(), topic, "binance", state), messages().size());
  }

  /** Requires every message of the topic once in these tables together. */
  public void assertExactlyOnceIn(String... tables) {
    assertThat(coordinates(tables)).isEqualTo(messages());
  }

  /** The coordinates of the messages in Kafka, sorted. */
  public List<String> messages() {
    return TopicReader.readAll(kafka, topic).stream()
        .map(message -> message.partition() + ":" + message.offset())
        .sorted()
        .toList();
  }

  private record Coordinates(String topic, Object partition, Object offset) {
    Coordinates(String table, org.apache.iceberg.data.Record row) {
      this(
          (String) row.getField(table.equals(BRONZE) ? "topic" : "kafka_topic"),
          row.getField(table.equals(BRONZE) ? "partition" : "kafka_partition"),
          row.getField(table.equals(BRONZE) ? "offset" : "kafka_offset"));
    }

    @Override
    public String toString() {
      return partition + ":" + offset;
    }
  }
}
