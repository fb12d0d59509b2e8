package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
 * The oracle of the fault tests: reads the tables as users do and compares them, row by row, with
 * what was published. It shares no code with the pipelines' own checks.
 */
public final class ExactlyOnce {
  private final Tables tables;
  private final PublishedTrades published;
  private Map<Integer, Long> strictBelow = Map.of();

  private ExactlyOnce(Path state, PublishedTrades published) {
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
    holdsInBronze();
    holdsInSilver();
  }

  /** Requires every message to be in bronze once, byte for byte. */
  public void holdsInBronze() {
    String name = published.exchange().bronzeTable();
    Map<String, ByteBuffer> found = new HashMap<>();
    for (Record row : tables.rows(name)) {
      String at = at(row, BronzeTable.PARTITION, BronzeTable.OFFSET);
      assertThat(found).as("twice in bronze").doesNotContainKey(at);
      found.put(at, (ByteBuffer) row.getField(BronzeTable.RAW_BYTES));
    }
    Map<String, ByteBuffer> expected = new HashMap<>();
    for (PublishedTrades.Message message : published.messages()) {
      expected.put(at(message), message.value() == null ? null : ByteBuffer.wrap(message.value()));
    }
    assertThat(found).isEqualTo(expected);
    assertThat(ledger(name).next()).isEqualTo(published.ends());
    assertThat(sumOverCycles(name, Ledger::accepted)).isEqualTo(found.size());
    assertThat(ledger(name).sums()).isNotEmpty();
    BronzeSums.requireMatch(tables.table(name), ledger(name));
  }

  /**
   * Requires every message to be either in silver or in the dead letters, with the expected
   * outcome.
   */
  public void holdsInSilver() {
    String name = published.exchange().silverTable();
    Map<String, String> found = new HashMap<>();
    List<Record> trades = tables.rows(name);
    for (Record row : trades) {
      String at = at(row, SilverTable.KAFKA_PARTITION, SilverTable.KAFKA_OFFSET);
      assertThat(found).as("twice in silver").doesNotContainKey(at);
      found.put(at, "trade");
    }
    List<Record> deadLetters = deadLetters();
    for (Record row : deadLetters) {
      String at = at(row, DeadLetterTable.KAFKA_PARTITION, DeadLetterTable.KAFKA_OFFSET);
      assertThat(found)
          .as("twice in the dead letters, or there and in silver")
          .doesNotContainKey(at);
      found.put(at, (String) row.getField(DeadLetterTable.ERROR_REASON));
    }
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

  private static String at(Record row, String partition, String offset) {
    return row.getField(partition) + "@" + row.getField(offset);
  }
}
