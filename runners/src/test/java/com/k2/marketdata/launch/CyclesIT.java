package com.k2.marketdata.launch;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of cycles, and different pipelines on the same tables. */
class CyclesIT {
  private static final int TABLE_MISMATCH = 7;
  private static final long TRADES_PER_DAY = 864_000;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void pipelinesContinueWhereAnotherOneStopped() {
    Market market = Market.open(kafka, state, 2);
    List<String> turns =
        List.of("bronze", "silver", "medallion", "bronze", "medallion", "silver", "bronze");
    for (String pipeline : turns) {
      market.publish(0, 10);
      market.publish(1, 3);
      market.run(pipeline).succeeded();
      if (!pipeline.equals("silver")) {
        market.assertExactlyOnceIn(BRONZE);
      }
      if (!pipeline.equals("bronze")) {
        assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(market.coordinates(BRONZE));
      }
    }
    market.run("silver").succeeded();

    market.assertExactlyOnce();
    market.assertVerified();
  }

  @ParameterizedTest
  @ValueSource(strings = {"medallion", "bronze", "silver"})
  void offsetsOfACycleAreBounded(String pipeline) {
    Market market = Market.open(kafka, state, 3);
    market.publish(0, 20);
    market.publish(1, 5);
    market.publish(2, 1);
    if (pipeline.equals("silver")) {
      market.run("bronze").succeeded();
    }

    market.run(pipeline, "--maxRecordsPerCycle=7").succeeded();

    String table = pipeline.equals("silver") ? SILVER : BRONZE;
    List<Ledger> cycles = market.cycles(table);
    assertThat(cycles).hasSize(1 + 4).allMatch(cycle -> cycle.read() <= 7);
    assertThat(cycles.get(1).next()).isEqualTo(Map.of(0, 3L, 1, 3L, 2, 1L));
    assertThat(market.coordinates(BRONZE)).isEqualTo(market.messages());
  }

  @Test
  void bytesAreBoundedAfterTheFirstCycle() {
    Market market = Market.open(kafka, state, 1);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < 40; i++) {
        publisher.sendLater(market.topic(), 0, NumberedTrades.millis(i), new byte[1000]);
      }
      publisher.flush();
    }

    market.run("bronze", "--maxBytesPerCycle=4000").succeeded();

    List<Ledger> cycles = market.cycles(BRONZE);
    assertThat(cycles.get(1).read()).isEqualTo(20); // assumes 200 bytes a message
    assertThat(cycles.subList(2, cycles.size())).hasSize(5).allMatch(each -> each.bytes() == 4000);
  }

  @Test
  void longBackfillKeepsFewFilesOpen() {
    Market market = Market.open(kafka, state, 1);
    int days = 400;
    int daysAgain = 20;
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < days + daysAgain; i++) {
        long number = i % days * TRADES_PER_DAY + i / days;
        publisher.sendLater(
            market.topic(), 0, NumberedTrades.millis(number), NumberedTrades.binance(number));
      }
      publisher.flush();
    }

    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    Map<String, Long> perDay =
        market.tables().rows(SILVER).stream()
            .map(row -> row.getField("timestamp").toString().substring(0, 10))
            .collect(Collectors.groupingBy(day -> day, TreeMap::new, Collectors.counting()));
    assertThat(perDay).hasSize(days);
    assertThat(perDay.values())
        .containsOnly(1L, 2L)
        .filteredOn(rows -> rows == 2)
        .hasSize(daysAgain);
    // A file that was kept open until its day came again would have both trades of the day.
    assertThat(market.table(SILVER).currentSnapshot().summary())
        .containsEntry("total-data-files", Integer.toString(days + daysAgain));
  }

  @Test
  void tableWithAnotherSchemaOrSpecIsRejected() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 5);
    TableDefinition silver = SilverTable.definition(Exchanges.named("binance"));
    List<Types.NestedField> columns = new ArrayList<>(silver.schema().columns());
    columns.set(6, Types.NestedField.required(7, "price", Types.DoubleType.get()));
    Schema schema = new Schema(columns);
    create(SILVER, schema, PartitionSpec.builderFor(schema).month("timestamp").build());

    market
        .run("medallion")
        .failed(
            TABLE_MISMATCH,
            "column 7 is required price double, wanted required price decimal(28, 12)",
            "partitioned by [month(timestamp)], wanted [day(timestamp)]",
            "Change or rename the table, or use another namespace");

    assertThat(market.table(SILVER).snapshots()).isEmpty();
  }

  @Test
  void missingOptionalColumnIsAdded() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 5);
    TableDefinition bronze = BronzeTable.definition(Exchanges.named("binance"));
    List<Types.NestedField> columns = bronze.schema().columns();
    Schema older = new Schema(columns.subList(0, columns.size() - 1));
    create(BRONZE, older, PartitionSpec.builderFor(older).identity("ingestion_date").build());

    market.run("medallion").succeeded();

    assertThat(market.table(BRONZE).schema().columns()).hasSameSizeAs(columns);
    market.assertExactlyOnce();
  }

  private void create(String table, Schema schema, PartitionSpec spec) {
    CatalogConfig config = LocalCatalog.in(state, "market_data");
    Catalog catalog = config.open();
    ((SupportsNamespaces) catalog).createNamespace(Namespace.of("market_data"));
    catalog.createTable(config.table(table), schema, spec);
  }
}
