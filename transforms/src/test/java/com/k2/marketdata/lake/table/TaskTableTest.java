package com.k2.marketdata.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The serializable copy of a table. */
class TaskTableTest {
  @TempDir private Path warehouse;
  private Table table;

  @BeforeEach
  void makeTable() {
    table =
        new TableSetup(
                new CatalogConfig(
                    "market_data", Map.of("type", "hadoop", "warehouse", warehouse.toString())))
            .ensure(SilverTable.definition(Exchanges.named("binance")));
  }

  @Test
  void serializationKeepsTheTable() {
    Table arrived = SerializableUtils.ensureSerializable(TaskTable.of(table)).table();
    assertThat(arrived.schema().sameSchema(table.schema())).isTrue();
    assertThat(arrived.spec()).isEqualTo(table.spec());
    assertThat(arrived.properties()).isEqualTo(table.properties());
    assertThat(arrived.location()).isEqualTo(table.location());
    assertThat(arrived.locationProvider().newDataLocation("f")).startsWith(table.location());
  }

  @Test
  void tableIsDeserializedOncePerJvm() {
    TaskTable copy = TaskTable.of(table);
    assertThat(SerializableUtils.clone(copy).table())
        .isSameAs(SerializableUtils.clone(copy).table());
  }

  @Test
  void commitOfRowsDoesNotChangeIt() {
    TaskTable copy = TaskTable.of(table);
    table.newAppend().commit();
    table.refresh();
    assertThat(copy.isStill(table)).isTrue();
  }

  @Test
  void newColumnOrPropertyChangesIt() {
    TaskTable before = TaskTable.of(table);
    table.updateProperties().set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "1000").commit();
    assertThat(before.isStill(table)).isFalse();
    TaskTable between = TaskTable.of(table);
    table.updateSchema().addColumn("extra", Types.StringType.get()).commit();
    assertThat(between.isStill(table)).isFalse();
    assertThat(TaskTable.of(table).isStill(table)).isTrue();
  }
}
