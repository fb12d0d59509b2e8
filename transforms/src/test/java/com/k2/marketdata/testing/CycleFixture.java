package com.k2.marketdata.testing;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.commit.CycleCommit;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.lake.write.TaskWriter;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.iceberg.Table;

/** An exchange's three tables, and cycles that advance them without Kafka or a runner. */
public final class CycleFixture {
  public static final String BRONZE = RawTrades.BINANCE.bronzeTable();
  public static final String SILVER = RawTrades.BINANCE.silverTable();
  public static final String DEAD_LETTERS = DeadLetterTable.NAME;

  /** Every fifth message is a dead letter. */
  public static final LongPredicate EVERY_FIFTH = offset -> offset % 5 == 0;

  public static final LongPredicate NONE = offset -> false;

  public final TestLake lake;
  public final String topic;
  private final CommitPlan.RejectLimit limit = new CommitPlan.RejectLimit(0.5, 1_000);

  /** Tables whose ledgers are at 0 in two partitions. */
  public CycleFixture(Path folder, String topic) {
    this(TestLake.in(folder), topic);
  }

  public CycleFixture(TestLake lake, String topic) {
    this.lake = lake;
    this.topic = topic;
    Ledger start = Ledgers.starting(topic, 2);
    start(lake.ensure(BronzeTable.definition(RawTrades.BINANCE)), start);
    start(lake.ensure(SilverTable.definition(RawTrades.BINANCE)), start);
    start(lake.ensure(DeadLetterTable.definition()), start);
  }

  private void start(Table table, Ledger start) {
    new LedgerCommit(table, topic).commit(null, start, Table::newAppend);
  }

  public Table bronze() {
    return lake.load(BRONZE);
  }

  public Table silver() {
    return lake.load(SILVER);
  }

  public Table deadLetters() {
    return lake.load(DEAD_LETTERS);
  }

  public Ledger ledger(Table table) {
    table.refresh();
    return TableLedgers.read(table).of(topic).orElseThrow();
  }

  public DeadLetterSync sync() {
    return new DeadLetterSync(deadLetters(), topic);
  }

  /** A planned cycle from the tables' positions to these end offsets. */
  public Cycle cycle(String id, long... to) {
    return new Cycle(id, to);
  }

  /** Plans a cycle, writes its files and commits them. */
  public void run(String id, LongPredicate rejected, long... to) {
    Cycle cycle = cycle(id, to);
    cycle.commit(cycle.attempt("by " + id, rejected));
  }

  public KafkaMessage message(int partition, long offset) {
    return new KafkaMessage(
        topic,
        Ledgers.TOPIC_ID,
        partition,
        offset,
        RawTrades.KAFKA_MILLIS + offset,
        RawTrades.KAFKA_MILLIS * 1000,
        offset % 4 == 0 ? Map.of("trace", new byte[] {1}, "part", new byte[partition]) : Map.of(),
        offset % 3 == 0 ? null : new byte[] {(byte) offset},
        ("message " + offset).getBytes(StandardCharsets.UTF_8));
  }

  public Outcome accepted(int partition, long offset) {
    return new Outcome.Accepted(message(partition, offset), trade(offset));
  }

  public Outcome rejected(int partition, long offset, String detail) {
    return new Outcome.Rejected(
        message(partition, offset), RejectReason.PRICE_NOT_POSITIVE, detail, 7);
  }

  public static Trade trade(long number) {
    return new Trade(
        "BINANCE-" + number,
        "BTCUSDT",
        RawTrades.KAFKA_MILLIS * 1000 + number,
        new BigDecimal("28165.47"),
        new BigDecimal("0.000000000001"),
        "USDT",
        Side.SELL,
        List.of(),
        number,
        null,
        Map.of(),
        RawTrades.SCHEMA_ID);
  }

  /** A planned cycle. */
  public final class Cycle {
    private final List<OffsetRange> ranges = new ArrayList<>();
    private final CommitPlan plan;
    private final CycleTables tables;
    private final CycleStamp stamp;

    public Cycle(String id, long... to) {
      Ledger bronze = ledger(bronze());
      Ledger silver = ledger(silver());
      Ledger deadLetters = ledger(deadLetters());
      SortedMap<Integer, Long> ends = new TreeMap<>();
      List<CommitPlan.Range> planned = new ArrayList<>();
      for (int partition = 0; partition < to.length; partition++) {
        long begin = Math.min(bronze.next(partition), silver.next(partition));
        long cut =
            Math.min(Math.max(bronze.next(partition), silver.next(partition)), to[partition]);
        ends.put(partition, to[partition]);
        add(planned, partition, begin, cut, bronze, silver);
        add(planned, partition, cut, to[partition], bronze, silver);
      }
      long clock = Math.max(RawTrades.KAFKA_MILLIS * 1000, silver.clock() + 1_000_000);
      this.plan =
          new CommitPlan(
              lake.config(),
              topic,
              planned,
              ByRole.all(
                  change(BRONZE, bronze, id, clock, ends),
                  change(SILVER, silver, id, clock, ends),
                  change(DEAD_LETTERS, deadLetters, id, clock, ends)),
              limit,
              CycleAge.startingNow(Duration.ofHours(12)),
              null);
      this.tables =
          CycleTables.of(
              ByRole.all(bronze(), silver(), deadLetters()).map(TaskTable::of),
              role -> role == TableRole.BRONZE ? bronze.next() : silver.next());
      this.stamp = new CycleStamp(clock, "BINANCE", BRONZE, "test");
    }

    /** A table that is already ahead keeps its position. */
    private static LedgerChange change(
        String table, Ledger ledger, String id, long clock, SortedMap<Integer, Long> ends) {
      SortedMap<Integer, Long> next = new TreeMap<>(ends);
      next.replaceAll((partition, end) -> Math.max(end, ledger.next(partition)));
      return new LedgerChange(table, ledger, ledger.advancedTo(id, clock, next));
    }

    private void add(
        List<CommitPlan.Range> planned,
        int partition,
        long from,
        long to,
        Ledger bronze,
        Ledger silver) {
      if (from < to) {
        ranges.add(new OffsetRange(partition, from, to));
        planned.add(
            new CommitPlan.Range(
                from, to, from >= bronze.next(partition), from >= silver.next(partition)));
      }
    }

    public CommitPlan plan() {
      return plan;
    }

    /** Runs the cycle's tasks once, one task per range, and returns their results. */
    public List<TaskResult> attempt(String detail, LongPredicate rejected) {
      List<TaskResult> results = new ArrayList<>();
      for (int number = 0; number < ranges.size(); number++) {
        OffsetRange range = ranges.get(number);
        TaskWriter writer = new TaskWriter(tables, stamp);
        for (long offset = range.from(); offset < range.to(); offset++) {
          writer.outcome(
              rejected.test(offset)
                  ? rejected(range.partition(), offset, detail)
                  : accepted(range.partition(), offset));
        }
        writer.receipt(
            new RangeReceipt(
                number, range.from(), range.to(), range.to(), range.length(), range.length() * 10));
        results.add(writer.finish());
      }
      return results;
    }

    public void commit(List<TaskResult> results) {
      new CycleCommit(plan).commit(results);
    }
  }
}
