package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades are written to silver without losing a value, whatever columns others added. */
class SilverRowsTest {
  private static final TableDefinition DEFINITION = SilverTable.definition(RawTrades.BINANCE);

  @TempDir private Path folder;
  private TestLake lake;

  @BeforeEach
  void create() {
    lake = TestLake.in(folder);
  }

  @Test
  void everyDigitAndEveryOptionalValueIsKept() {
    Table silver = lake.ensure(DEFINITION);
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    BigDecimal largest = new BigDecimal("9999999999999999.999999999999");
    BigDecimal smallest = new BigDecimal("0.000000000001");
    SilverTrades.write(
        writer,
        1,
        SilverTrades.trade(
            SilverTrades.TODAY + 1,
            largest,
            smallest,
            List.of("limit", "b"),
            5L,
            6L,
            Map.of("misc", "")));
    SilverTrades.write(
        writer,
        2,
        SilverTrades.trade(
            SilverTrades.TODAY,
            new BigDecimal("1E+3"),
            BigDecimal.TEN,
            List.of(),
            null,
            null,
            Map.of()));
    TestLake.append(silver, writer.finish());

    Map<Object, Record> rows = new HashMap<>();
    TestLake.rows(silver).forEach(row -> rows.put(row.getField("kafka_offset"), row));
    Record full = rows.get(1L);
    assertThat(full.getField("price")).isEqualTo(largest);
    assertThat(full.getField("quantity")).isEqualTo(smallest);
    assertThat(full.getField("timestamp")).isEqualTo(TestLake.time(SilverTrades.TODAY + 1));
    assertThat(full.getField("trade_conditions")).isEqualTo(List.of("limit", "b"));
    assertThat(full.getField("vendor_data")).isEqualTo(Map.of("misc", ""));
    assertThat(full.getField("source_sequence")).isEqualTo(5L);
    assertThat(full.getField("ingestion_timestamp")).isEqualTo(TestLake.time(6));
    assertThat(full.getField("platform_sequence")).isNull();
    assertThat(full.getField("side")).isEqualTo("BUY");
    assertThat(full.getField("asset_class")).isEqualTo("crypto");
    assertThat(full.getField("validation_timestamp")).isEqualTo(TestLake.time(77));
    assertThat(full.getField("schema_id")).isEqualTo(3);
    assertThat(full.getField("replay_id")).isNull();

    Record bare = rows.get(2L);
    assertThat(bare.getField("price")).isEqualTo(new BigDecimal("1000.000000000000"));
    assertThat(bare.getField("trade_conditions")).isEqualTo(List.of());
    assertThat(bare.getField("vendor_data")).isEqualTo(Map.of());
    assertThat(bare.getField("source_sequence")).isNull();
    assertThat(bare.getField("ingestion_timestamp")).isNull();
  }

  @Test
  void vendorDataOfEveryRowKeepsItsPairs() {
    assertVendorDataIsKept(
        lake.ensure(DEFINITION),
        List.of(
            Map.of(),
            Map.of("misc", ""),
            Map.of("a", "1", "b", "2", "ü", "ünï"),
            Map.of(),
            Map.of("a", "3")));
  }

  @Test
  void mapWithOptionalValuesIsWritten() {
    lake.ensure(withOptionalMapValues(DEFINITION));
    Table silver = lake.ensure(DEFINITION);
    assertThat(silver.schema().findField("vendor_data.value").isOptional()).isTrue();
    assertVendorDataIsKept(silver, List.of(Map.of("a", "1", "b", "2"), Map.of()));
  }

  @Test
  void columnsAddedByOthersStayNull() {
    Table silver = lake.ensure(DEFINITION);
    Types.NestedField inner = Types.NestedField.required(1, "inner", Types.StringType.get());
    silver
        .updateSchema()
        .addColumn("fee", Types.DoubleType.get())
        .addColumn("note", Types.StructType.of(inner))
        .addColumn("tags", Types.ListType.ofOptional(2, Types.StringType.get()))
        .commit();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    SilverTrades.write(writer, 1, SilverTrades.trade(SilverTrades.TODAY, Map.of()));
    TestLake.append(silver, writer.finish());
    assertThat(TestLake.rows(silver))
        .extracting(
            row -> row.getField("kafka_offset"),
            row -> row.getField("fee"),
            row -> row.getField("note"),
            row -> row.getField("tags"))
        .containsExactly(tuple(1L, null, null, null));
  }

  private static void assertVendorDataIsKept(Table silver, List<Map<String, String>> written) {
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    for (int i = 0; i < written.size(); i++) {
      SilverTrades.write(writer, i, SilverTrades.trade(SilverTrades.TODAY, written.get(i)));
    }
    TestLake.append(silver, writer.finish());
    assertThat(TestLake.rows(silver))
        .extracting(row -> row.getField("vendor_data"))
        .containsExactlyElementsOf(written);
  }

  /** Spark and Trino create maps with values that may be null. */
  private static TableDefinition withOptionalMapValues(TableDefinition definition) {
    List<Types.NestedField> columns = new ArrayList<>();
    for (Types.NestedField column : definition.schema().columns()) {
      if (column.type() instanceof Types.MapType map) {
        Types.MapType optional =
            Types.MapType.ofOptional(map.keyId(), map.valueId(), map.keyType(), map.valueType());
        columns.add(Types.NestedField.required(column.fieldId(), column.name(), optional));
      } else {
        columns.add(column);
      }
    }
    return new TableDefinition(
        definition.name(), new Schema(columns), definition.spec(), definition.properties());
  }
}
