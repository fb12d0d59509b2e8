package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.K2;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.ledger.TableLedgers;
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

/** A topic of Binance trades, the tables of a state folder, and the pipelines between them. */
public final class Market {
  public static final String BRONZE = "bronze_binance_trades";
  public static final String SILVER = "silver_binance_trades";
  public static final String DEAD_LETTERS = "silver_dlq_trades";
  public static final List<String> TABLES = List.of(BRONZE, SILVER, DEAD_LETTERS);

  /** One message in so many is no trade. */
  public static final int BROKEN_EVERY = 5;

  private static final byte[] BROKEN = {1, 2};

  private final LocalKafka kafka;
  private final Path state;
  private final String topic;
  private long published;

  /** The market of a topic that is there already, or will be. */
  public Market(LocalKafka kafka, Path state, String topic) {
    this.kafka = kafka;
    this.state = state;
    this.topic = topic;
  }

  /** The market of a new topic. */
  public static Market open(LocalKafka kafka, Path state, int partitions) {
    Market market = new Market(kafka, state, "trades-" + UUID.randomUUID());
    kafka.createTopic(market.topic, partitions);
    return market;
  }

  public String topic() {
    return topic;
  }

  /** Publishes messages, the first and then every fifth of them no trade. */
  public void publish(int partition, int count) {
    try (TestPublisher publisher = kafka.publisher()) {
      publish(publisher, partition, count);
      publisher.flush();
    }
  }

  /** The same by this publisher, without waiting. */
  public void publish(TestPublisher publisher, int partition, int count) {
    for (int i = 0; i < count; i++) {
      byte[] value = published % BROKEN_EVERY == 0 ? BROKEN : NumberedTrades.binance(published);
      publisher.sendLater(topic, partition, NumberedTrades.millis(published), value);
      published++;
    }
  }

  /**
   * Runs a pipeline until it has caught up, or has failed once.
   *
   * @param options that differ from these: DirectRunner, no cycle may fail, end at a hole
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

  /** Starts a pipeline in a process of its own, to be paused for example. */
  public DriverProcess startProcess(String pipeline, List<String> options) {
    return DriverProcess.start(K2.class, arguments(pipeline, options));
  }

  /** Runs another verb, {@code ledger set …} for example, for the exchange's tables. */
  public K2Run verb(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(
        List.of(
            "--exchange=binance",
            "--topic=" + topic,
            "--state=" + state,
            "--bootstrap=" + kafka.bootstrap()));
    return K2Run.of(arguments);
  }

  /** The same in the background. */
  public CompletableFuture<K2Run> start(String pipeline, String... options) {
    return CompletableFuture.supplyAsync(() -> run(pipeline, options));
  }

  /** Runs another verb on the exchange's tables. */
  public K2Run k2(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--exchange=binance", "--state=" + state, "--bootstrap=" + kafka.bootstrap()));
    return K2Run.of(all);
  }

  /** Sets positions, as an operator does who has read a hole's message. */
  public void setPosition(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ledger", "set", "--yes", "--topic=" + topic));
    all.addAll(List.of(arguments));
    k2(all.toArray(String[]::new)).succeeded();
  }

  /** Requires that verify finds nothing wrong. */
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

  /** The ledgers of the topic's cycles in a table, oldest first, the starting one before them. */
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

  /** Moves the topic's ledger in a table by hand, in a snapshot of its own. */
  public void setLedger(String table, UnaryOperator<Ledger> change) {
    Table loaded = table(table);
    Ledger before = ledger(table);
    Ledger after = change.apply(before).ofCycle("by-hand-" + UUID.randomUUID());
    new LedgerCommit(loaded, topic).commit(before, after, Table::newAppend);
  }

  /** Takes a table back by as many of its snapshots, as other tools do. */
  public void rollBack(String table, int snapshots) {
    Table loaded = table(table);
    Snapshot to = loaded.currentSnapshot();
    for (int i = 0; i < snapshots; i++) {
      to = loaded.snapshot(to.parentId());
    }
    loaded.manageSnapshots().rollbackTo(to.snapshotId()).commit();
  }

  /** Which snapshot each table is at, to see that nothing was committed. */
  public Map<String, Long> snapshots() {
    Map<String, Long> snapshots = new TreeMap<>();
    TABLES.forEach(name -> snapshots.put(name, table(name).currentSnapshot().snapshotId()));
    return snapshots;
  }

  /** How many snapshots a table's history has. */
  public int commits(String table) {
    return table(table).history().size();
  }

  /** The coordinates of the topic's rows in these tables, sorted. */
  public List<String> coordinates(String... tables) {
    return Stream.of(tables)
        .flatMap(table -> tables().rows(table).stream().map(row -> new Coordinates(table, row)))
        .filter(coordinates -> coordinates.topic().equals(topic))
        .map(Coordinates::toString)
        .sorted()
        .toList();
  }

  /** Requires every message of the topic once in bronze, and once in silver or the dead letters. */
  public void assertExactlyOnce() {
    assertExactlyOnceIn(BRONZE);
    assertExactlyOnceIn(SILVER, DEAD_LETTERS);
  }

  /** Requires every message of the topic once in one of these tables. */
  public void assertExactlyOnceIn(String... tables) {
    assertThat(coordinates(tables)).isEqualTo(messages());
  }

  /** The coordinates of the messages that Kafka has, sorted. */
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
