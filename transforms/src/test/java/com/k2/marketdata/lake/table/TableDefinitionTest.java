package com.k2.marketdata.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import java.util.stream.Stream;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The properties that tables are created with. */
class TableDefinitionTest {
  private static final String[] PER_COLUMN = {
    TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX,
    TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX
  };

  static Stream<TableDefinition> definitions() {
    return Exchanges.all().stream()
        .flatMap(
            exchange ->
                Stream.of(
                    BronzeTable.definition(exchange),
                    SilverTable.definition(exchange),
                    DeadLetterTable.definition()));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void propertiesPerColumnNameExistingColumns(TableDefinition definition) {
    for (String name : definition.properties().keySet()) {
      for (String prefix : PER_COLUMN) {
        if (name.startsWith(prefix)) {
          assertThat(definition.schema().findField(name.substring(prefix.length())))
              .as(name)
              .isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void columnsThatQueriesFilterByKeepTheirBounds(TableDefinition definition) {
    for (String column :
        new String[] {"symbol", "timestamp", "kafka_offset", "kafka_partition", "offset"}) {
      assertThat(definition.properties())
          .doesNotContainKey(TableProperties.PARQUET_COLUMN_STATS_ENABLED_PREFIX + column);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void decimalsAreNeverInPagesOfVersion2(TableDefinition definition) {
    boolean decimals =
        definition.schema().columns().stream()
            .anyMatch(column -> column.type().typeId() == Type.TypeID.DECIMAL);
    boolean version2 =
        "v2".equals(definition.properties().get(TableProperties.PARQUET_PAGE_VERSION));
    assertThat(decimals && version2).as("DuckDB does not read it").isFalse();
  }
}
