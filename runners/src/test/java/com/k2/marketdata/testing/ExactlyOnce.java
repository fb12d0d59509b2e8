package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.check.IndependentCheck;
import com.k2.marketdata.check.rules.TimeLimits;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The oracle of the fault tests. The {@linkplain IndependentCheck independent check} compares the
 * tables with Kafka; this adds that Kafka has what was published, that each message had its
 * expected outcome, and that the ledgers agree with the rows.
 */
public final class ExactlyOnce {
  private static final Duration STRICT_AGE = Duration.ofDays(1);

  private final Path state;
  private final Tables tables;
  private final PublishedTrades published;
  private Map<Integer, Long> strictBelow = Map.of();

  private ExactlyOnce(Path state, PublishedTrades published) {
    this.state = state;
    this.tables = Tables.of(state);
    this.published = published;
  }

  /** Compares the tables of a state folder with what was published. */
  public static ExactlyOnce of(Path state, PublishedTrades published) {
    return new ExactlyOnce(state, published);
  }

  /** Offsets below these were judged with {@code --maxTradeAge=1d}. */
  public ExactlyOnce judgedStrictlyBelow(Map<Integer, Long> offsets) {
    strictBelow = offsets;
    return this;
  }

  /** Waits until silver and its dead letters contain everything that was published. */
  public void awaitCaughtUp(DriverProcess driver) {
    Await.until(
        "the driver has caught up",
        () -> {
          if (!driver.isAlive()) {
            throw new AssertionError("The driver has exited:\n" + driver.log());
          }
          return isCaughtUp();
        },
        driver::log);
  }

  private boolean isCaughtUp() {
    String silver = published.exchange().silverTable();
    return tables.has(silver)
        && tables.has(DeadLetterTable.NAME)
        && find(silver).map(Ledger::next).filter(published.ends()::equals).isPresent()
        && find(DeadLetterTable.NAME).isPresent()
        && new DeadLetterSync(tables.table(DeadLetterTable.NAME), published.topic())
                .state(ledger(silver))
            == DeadLetterState.IN_STEP;
  }

  /** Requires every message to be in the three tables as expected. */
  public void holds() {
    assertClean(check());
    bronzeLedgerHolds();
    silverHolds();
  }

  /** Requires every message to be in bronze once, byte for byte. */
  public void holdsInBronze() {
    assertClean(check().ofBronzeOnly());
    bronzeLedgerHolds();
  }

  private IndependentCheck check() {
    IndependentCheck check =
        EqualToKafka.check(
            published.bootstrap(), published.topic(), published.exchange().name(), state);
    return strictBelow.isEmpty()
        ? check
        : check.judgedWithin(TimeLimits.DEFAULT.orMaxAge(STRICT_AGE));
  }

  private void assertClean(IndependentCheck check) {
    EqualToKafka.assertClean(check, published.messages().size());
  }

  private void bronzeLedgerHolds() {
    String name = published.exchange().bronzeTable();
    assertThat(ledger(name).next()).isEqualTo(published.ends());
    assertThat(sumOverCycles(name, Ledger::accepted)).isEqualTo(published.messages().size());
    assertThat(ledger(name).sums()).isNotEmpty();
    BronzeSums.requireMatch(tables.table(name), ledger(name));
  }

  private void silverHolds() {
    String name = published.exchange().silverTable();
    Map<String, String> found = new HashMap<>();
    List<Record> trades = tables.rows(name);
    trades.forEach(row -> found.put(at(row), "trade"));
    List<Record> deadLetters = deadLetters();
    deadLetters.forEach(row -> found.put(at(row), (String) row.getField("error_reason")));
    Map<String, String> expected = new HashMap<>();
    for (PublishedTrades.Message message : published.messages()) {
      boolean strict = message.offset() < strictBelow.getOrDefault(message.partition(), 0L);
      String reason = strict ? message.strictReason() : message.reason();
      expected.put(at(message), reason == null ? "trade" : reason);
    }
    assertThat(found).isEqualTo(expected);
    Ledger silver = ledger(name);
    assertThat(silver.next()).isEqualTo(published.ends());
    assertThat(sumOverCycles(name, Ledger::accepted)).isEqualTo(trades.size());
    assertThat(sumOverCycles(name, Ledger::rejected)).isEqualTo(deadLetters.size());
    assertThat(sumOverCycles(DeadLetterTable.NAME, Ledger::rejected)).isEqualTo(deadLetters.size());
    assertThat(
            new DeadLetterSync(tables.table(DeadLetterTable.NAME), published.topic()).state(silver))
        .isEqualTo(DeadLetterState.IN_STEP);
  }

  /** The ledger of the published topic in a table. */
  public Ledger ledger(String table) {
    return find(table).orElseThrow();
  }

  private Optional<Ledger> find(String table) {
    return TableLedgers.read(tables.table(table)).of(published.topic());
  }

  private List<Record> deadLetters() {
    return tables.rows(DeadLetterTable.NAME).stream()
        .filter(row -> published.topic().equals(row.getField(DeadLetterTable.KAFKA_TOPIC)))
        .toList();
  }

  /** The sum of a count over the ledgers in a table's history, counting each cycle once. */
  private long sumOverCycles(String name, ToLongFunction<Ledger> count) {
    Table table = tables.table(name);
    Set<String> cycles = new HashSet<>();
    long sum = 0;
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(table.currentSnapshot().snapshotId(), table::snapshot)) {
      Ledger ledger = TableLedgers.of(snapshot).get(published.topic());
      if (ledger != null && cycles.add(ledger.cycle())) {
        sum += count.applyAsLong(ledger);
      }
    }
    return sum;
  }

  private static String at(PublishedTrades.Message message) {
    return message.partition() + "@" + message.offset();
  }

  private static String at(Record row) {
    return row.getField("kafka_partition") + "@" + row.getField("kafka_offset");
  }
}
