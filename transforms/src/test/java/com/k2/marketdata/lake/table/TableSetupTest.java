package com.k2.marketdata.lake.table;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.testing.Threads;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables are created with the right columns, and checked. */
class TableSetupTest {
  private static final Schema SCHEMA =
      new Schema(
          required(1, "id", Types.LongType.get()),
          optional(2, "day", Types.DateType.get()),
          optional(3, "tags", Types.ListType.ofRequired(4, Types.StringType.get())));

  @TempDir private Path folder;
  private TestLake lake;

  @BeforeEach
  void create() {
    lake = TestLake.in(folder);
  }

  static List<TableDefinition> definitions() {
    return List.of(
        BronzeTable.definition(RawTrades.BINANCE),
        SilverTable.definition(RawTrades.KRAKEN),
        DeadLetterTable.definition());
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void missingTableIsCreatedWithItsProperties(TableDefinition definition) {
    Table table = lake.ensure(definition);
    assertThat(TableUtil.formatVersion(table)).isEqualTo(2);
    assertThat(table.properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("write.metadata.delete-after-commit.enabled", "true")
        .containsEntry("write.metadata.previous-versions-max", "5")
        .containsEntry("write.metadata.compression-codec", "gzip")
        .containsEntry("commit.retry.num-retries", "20")
        .containsEntry("history.expire.min-snapshots-to-keep", "100")
        .containsEntry("history.expire.max-snapshot-age-ms", "604800000");
    assertThat(table.schema().columns())
        .extracting(Types.NestedField::name)
        .isEqualTo(definition.schema().columns().stream().map(Types.NestedField::name).toList());
  }

  @Test
  void expiryWithoutANumberKeepsSnapshots() {
    Table table = lake.ensure(DeadLetterTable.definition());
    for (int i = 0; i < 3; i++) {
      table.newAppend().commit();
    }
    table.expireSnapshots().expireOlderThan(System.currentTimeMillis() + 1).commit();
    assertThat(table.snapshots()).hasSize(3);
  }

  @Test
  void tablesHaveTheirTargetSizesAndPartitions() {
    Table bronze = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    Table deadLetters = lake.ensure(DeadLetterTable.definition());
    String target = "write.target-file-size-bytes";
    assertThat(bronze.properties()).containsEntry(target, "134217728");
    assertThat(silver.properties()).containsEntry(target, "67108864");
    assertThat(deadLetters.properties()).containsEntry(target, "33554432");
    assertThat(partitions(bronze)).containsExactly("ingestion_date: identity");
    assertThat(partitions(silver)).containsExactly("timestamp_day: day");
    assertThat(partitions(deadLetters))
        .containsExactly("dlq_date: identity", "bronze_source: identity");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void existingTableIsNotChanged(TableDefinition definition) {
    Table created = lake.ensure(definition);
    created.updateProperties().set("commit.retry.num-retries", "30").commit();
    Table found = lake.ensure(definition);
    assertThat(found.uuid()).isEqualTo(created.uuid());
    assertThat(found.properties()).containsEntry("commit.retry.num-retries", "30");
    assertThat(found.schema().sameSchema(created.schema())).isTrue();
  }

  @Test
  void concurrentCreatorsGetTheSameTable() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      CatalogConfig shared = FaultyCatalog.in(folder.resolve("round" + round));
      List<Threads.Ended<Table>> ended =
          Threads.race(
              4,
              i -> {
                CatalogConfig own = withConnectionsOfItsOwn(shared, i);
                own.open();
                return () -> new TableSetup(own).ensure(DeadLetterTable.definition());
              });
      assertThat(ended).extracting(Threads.Ended::failure).containsOnlyNulls();
      assertThat(ended)
          .extracting(end -> end.result().uuid())
          .containsOnly(ended.get(0).result().uuid());
    }
  }

  @Test
  void missingOptionalColumnIsAddedAtTheEnd() {
    lake.ensure(definition(SCHEMA));
    Schema newer =
        new Schema(
            required(1, "id", Types.LongType.get()),
            optional(2, "day", Types.DateType.get()),
            optional(3, "tags", Types.ListType.ofRequired(4, Types.StringType.get())),
            optional(5, "note", Types.StringType.get(), "A comment"));
    Table table = lake.ensure(definition(newer));
    assertThat(table.schema().columns()).extracting(Types.NestedField::name).endsWith("note");
    assertThat(lake.ensure(definition(newer)).schema().findField("note").doc())
        .isEqualTo("A comment");
  }

  @Test
  void columnIsAddedBeforeColumnsOfOthers() {
    Table table = lake.ensure(definition(SCHEMA));
    table.updateSchema().addColumn("fee", Types.DoubleType.get()).commit();
    Schema newer =
        new Schema(
            required(1, "id", Types.LongType.get()),
            optional(2, "day", Types.DateType.get()),
            optional(3, "tags", Types.ListType.ofRequired(4, Types.StringType.get())),
            optional(5, "note", Types.StringType.get()),
            optional(6, "mark", Types.StringType.get()));

    Schema found = lake.ensure(definition(newer)).schema();

    assertThat(found.columns())
        .extracting(Types.NestedField::name)
        .containsExactly("id", "day", "tags", "note", "mark", "fee");
    assertThat(lake.ensure(definition(SCHEMA)).schema().sameSchema(found)).isTrue();
  }

  @Test
  void requiredColumnBecomesOptional() {
    Table table = lake.ensure(definition(SCHEMA));
    Schema relaxed =
        new Schema(
            optional(1, "id", Types.LongType.get()),
            optional(2, "day", Types.DateType.get()),
            optional(3, "tags", Types.ListType.ofRequired(4, Types.StringType.get())));

    assertThat(lake.ensure(definition(relaxed)).schema().findField("id").isOptional()).isTrue();
    assertThat(lake.load("t").schema().findField("id").fieldId())
        .isEqualTo(table.schema().findField("id").fieldId());
    assertThatThrownBy(() -> lake.ensure(definition(SCHEMA)))
        .isInstanceOf(TableMismatchException.class)
        .hasMessageContaining("column 1 is optional id long, wanted required id long");
  }

  @Test
  void otherDifferencesAreRefusedAndListed() {
    lake.ensure(definition(SCHEMA));
    Schema other =
        new Schema(
            required(1, "id", Types.StringType.get()),
            required(2, "day", Types.DateType.get()),
            optional(3, "tags", Types.ListType.ofOptional(4, Types.StringType.get())),
            required(5, "must", Types.LongType.get()));
    TableDefinition wanted =
        TableDefinition.of(
            "t", other, PartitionSpec.builderFor(other).month("day").build(), 1_000_000);
    assertThatThrownBy(() -> lake.ensure(wanted))
        .isInstanceOf(TableMismatchException.class)
        .hasMessageContaining("t is not what K2 writes")
        .hasMessageContaining("column 1 is required id long, wanted required id string")
        .hasMessageContaining("column 2 is optional day date, wanted required day date")
        .hasMessageContaining("column 4 is nothing, wanted required must long")
        .hasMessageContaining("partitioned by [identity(day)], wanted [month(day)]");
    assertThat(lake.load("t").schema().columns()).hasSize(3);
  }

  @Test
  void optionalColumnsOfANewerVersionAreAccepted() {
    Table table = lake.ensure(definition(SCHEMA));
    table
        .updateSchema()
        .addColumn("newer", Types.LongType.get())
        .addColumn("newest", Types.ListType.ofRequired(1, Types.StringType.get()))
        .commit();
    assertThat(lake.ensure(definition(SCHEMA)).schema().sameSchema(table.schema())).isTrue();
  }

  @Test
  void requiredColumnOfANewerVersionIsRefused() {
    Table table = lake.ensure(definition(SCHEMA));
    table.updateSchema().addColumn("newer", Types.LongType.get()).commit();
    table
        .updateSchema()
        .allowIncompatibleChanges()
        .addRequiredColumn("must", Types.LongType.get())
        .commit();
    assertThatThrownBy(() -> lake.ensure(definition(SCHEMA)))
        .isInstanceOf(TableMismatchException.class)
        .hasMessageContaining("column 5 is required must long, wanted nothing")
        .hasMessageNotContaining("column 4");
  }

  @Test
  void columnBetweenK2sIsRefused() {
    Table table = lake.ensure(definition(SCHEMA));
    table
        .updateSchema()
        .addColumn("between", Types.LongType.get())
        .moveAfter("between", "id")
        .commit();
    assertThatThrownBy(() -> lake.ensure(definition(SCHEMA)))
        .isInstanceOf(TableMismatchException.class)
        .hasMessageContaining("column 2 is optional between long, wanted optional day date");
  }

  @Test
  void columnsInAnotherOrderAreRefused() {
    lake.ensure(definition(SCHEMA));
    Schema swapped =
        new Schema(
            optional(1, "day", Types.DateType.get()),
            required(2, "id", Types.LongType.get()),
            optional(3, "tags", Types.ListType.ofRequired(4, Types.StringType.get())));
    assertThatThrownBy(() -> lake.ensure(definition(swapped)))
        .isInstanceOf(TableMismatchException.class);
  }

  @Test
  void unreachableCatalogIsASystemFault() {
    CatalogConfig nowhere =
        new CatalogConfig(
            "market_data",
            Map.of(
                "type",
                "jdbc",
                "uri",
                "jdbc:sqlite:" + folder.resolve("missing/catalog.db"),
                "warehouse",
                folder.toString()));
    assertThatThrownBy(() -> new TableSetup(nowhere).ensure(DeadLetterTable.definition()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(DeadLetterTable.NAME);
  }

  private static CatalogConfig withConnectionsOfItsOwn(CatalogConfig shared, int number) {
    Map<String, String> properties = new HashMap<>(shared.properties());
    properties.put("number", Integer.toString(number));
    return new CatalogConfig(shared.namespace(), properties);
  }

  private static TableDefinition definition(Schema schema) {
    return TableDefinition.of(
        "t", schema, PartitionSpec.builderFor(schema).identity("day").build(), 1_000_000);
  }

  private static List<String> partitions(Table table) {
    return table.spec().fields().stream()
        .map(field -> field.name() + ": " + field.transform())
        .toList();
  }
}
