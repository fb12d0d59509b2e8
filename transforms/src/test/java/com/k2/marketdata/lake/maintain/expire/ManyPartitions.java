package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.BufferedCommits;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;

/** A process that fills a table with large ledgers, and expires what its metadata cannot hold. */
final class ManyPartitions {
  private static final String TOPIC = "topic";
  private static final ExpirySettings SETTINGS =
      ExpirySettings.defaults().withSnapshots(100, 5_000);

  private ManyPartitions() {}

  /**
   * Exits with 0 if the limit for the metadata file is used, and holds.
   *
   * @param args the folder of the table; the number of snapshots and of partitions
   */
  public static void main(String[] args) throws IOException {
    TestLake lake = TestLake.in(Path.of(args[0]));
    Table table = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
    fill(table, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    long limit = SETTINGS.maxMetadataBytes();
    long before = size(lake);
    require(before > 2 * limit, "The metadata is small: " + before);

    Instant now = Instant.now().plus(Duration.ofDays(1));
    Expiry expiry = new Expiry(lake.load(table()), SETTINGS);
    ExpiryPlan plan = expiry.plan(now);
    expiry.execute(plan);
    long after = size(lake);
    System.out.println(plan.snapshots() + " expired: " + before + " bytes, then " + after);
    require(after <= limit, "The limit does not hold: " + after);
    require(after > limit / 2, "Too many have expired: " + after);
    require(new Expiry(lake.load(table()), SETTINGS).plan(now).isEmpty(), "Others expire");
  }

  private static String table() {
    return RawTrades.BINANCE.bronzeTable();
  }

  private static void fill(Table table, int snapshots, int partitions) {
    BufferedCommits commits = new BufferedCommits(table, false);
    Table buffered = new BaseTable(commits, table.name());
    Random random = new Random(11);
    Ledger ledger = Ledgers.starting(TOPIC, partitions);
    for (int i = 0; i < snapshots; i++) {
      AppendFiles append = buffered.newFastAppend();
      new TableLedgers(null, new TreeMap<>(Map.of(TOPIC, ledger))).writeTo(append);
      append.commit();
      TreeMap<Integer, Long> next = new TreeMap<>(ledger.next());
      next.replaceAll((partition, offset) -> offset + random.nextInt(10_000));
      ledger = ledger.advancedTo("cycle-" + i, ledger.clock() + 10_000_000, next);
    }
    commits.flush();
  }

  private static long size(TestLake lake) throws IOException {
    Table table = lake.load(table());
    String metadata = ((HasTableOperations) table).operations().current().metadataFileLocation();
    return Files.size(ExpiryFixture.path(metadata));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
