package com.k2.marketdata.launch;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.AfterRecord;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that is rolled back finds tables with the columns of a newer one. */
class NewerTablesIT {
  private static final int TABLE_MISMATCH = 7;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void optionalColumnsOfNewerBuildsAreNull() {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 20);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    addColumns(market);

    market.publish(1, 20);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.publish(0, 20);
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    market.assertVerified();
    assertColumnsAreNull(market);
  }

  /** Another driver of a newer build adds the columns. */
  @Test
  void columnsAddedBesideARunningJobAreNull() {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 20);
    market.run("medallion").succeeded();
    market.publish(0, 20);
    market.publish(1, 20);
    AfterRecord.of(market.topic(), () -> addColumns(market));
    market.run("medallion", AfterRecord.OPTION, "--maxRecordsPerCycle=10").succeeded();

    market.assertExactlyOnce();
    market.assertVerified();
    assertColumnsAreNull(market);
  }

  @Test
  void requiredColumnOfANewerBuildIsRefused() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("medallion").succeeded();
    market
        .table(SILVER)
        .updateSchema()
        .allowIncompatibleChanges()
        .addRequiredColumn("must", Types.LongType.get())
        .commit();
    market.publish(0, 10);

    market.run("medallion").failed(TABLE_MISMATCH, SILVER, "is required must long, wanted nothing");

    assertThat(market.tables().rows(BRONZE)).hasSize(10);
  }

  private static void addColumns(Market market) {
    for (String table : TABLES) {
      market
          .table(table)
          .updateSchema()
          .addColumn("newer", Types.DecimalType.of(28, 12))
          .addColumn("newest", Types.ListType.ofRequired(1, Types.StringType.get()))
          .commit();
    }
  }

  private static void assertColumnsAreNull(Market market) {
    for (String table : TABLES) {
      assertThat(market.tables().rows(table))
          .isNotEmpty()
          .allSatisfy(
              row ->
                  assertThat(List.of("newer", "newest"))
                      .allMatch(column -> row.getField(column) == null));
    }
  }
}
