package com.k2.marketdata.verify.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.MessageId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are compared with their file's manifest entry, and columns with each other. */
class RowChecksTest {
  private static final Exchange BINANCE = Exchanges.named("binance");
  private static final String TOPIC_ID = "dG9waWMtaWQ";
  private static final long DAY = 86_400_000_000L;
  private static final int TODAY = (int) LocalDate.of(2024, 5, 1).toEpochDay();
  private static final long NOON = TODAY * DAY + DAY / 2;

  private final Map<Integer, ByteBuffer> lower = new HashMap<>();
  private final Map<Integer, ByteBuffer> upper = new HashMap<>();
  private final Map<Integer, Long> nulls = new HashMap<>();

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void rightRowsHaveNoFault(TableRole role) {
    assertThat(check(role, row(role, 7), row(role, 8))).isEmpty();
  }

  @Test
  void tradesOfAnotherDayAreFound() {
    Record late = row(TableRole.SILVER, 8);
    late.setField(SilverTable.TIMESTAMP, (TODAY + 1) * DAY);
    Record early = row(TableRole.SILVER, 9);
    early.setField(SilverTable.TIMESTAMP, TODAY * DAY - 1);

    RowFault fault = only(check(TableRole.SILVER, row(TableRole.SILVER, 7), late, early));
    assertThat(fault.table()).isEqualTo(TableRole.SILVER);
    assertThat(fault.path()).isEqualTo("memory:/a.parquet");
    assertThat(fault.topicId()).isEqualTo(TOPIC_ID);
    assertThat(fault.partition()).isEqualTo(3);
    assertThat(fault.offset()).isEqualTo(8);
    assertThat(fault.column()).isEqualTo("timestamp");
    assertThat(fault.found()).isEqualTo("2024-05-02T00:00:00+00:00");
    assertThat(fault.expected()).isEqualTo("in the file's partition 2024-05-01");
    assertThat(fault.rows()).isEqualTo(2);
  }

  @Test
  void daysDifferFromTheTimestampAndThePartition() {
    Record bronze = row(TableRole.BRONZE, 7);
    bronze.setField(BronzeTable.INGESTION_DATE, TODAY + 1);
    assertThat(check(TableRole.BRONZE, bronze))
        .extracting(RowFault::column, RowFault::found, RowFault::expected)
        .containsExactly(
            tuple("ingestion_date", "2024-05-02", "2024-05-01, the day of ingestion_timestamp"),
            tuple("ingestion_date", "2024-05-02", "in the file's partition 2024-05-01"));
    Record deadLetter = row(TableRole.DEAD_LETTERS, 7);
    deadLetter.setField(DeadLetterTable.ERROR_TIMESTAMP, NOON - DAY);
    assertThat(only(check(TableRole.DEAD_LETTERS, deadLetter)).expected())
        .isEqualTo("2024-04-30, the day of error_timestamp");
  }

  @Test
  void deadLettersOfAnotherSourceAreFound() {
    Record deadLetter = row(TableRole.DEAD_LETTERS, 7);
    deadLetter.setField(DeadLetterTable.BRONZE_SOURCE, "bronze_kraken_trades");
    assertThat(only(check(TableRole.DEAD_LETTERS, deadLetter)).expected())
        .isEqualTo("in the file's partition bronze_binance_trades");
  }

  @Test
  void errorTypesMustBelongToTheReason() {
    Record deadLetter = row(TableRole.DEAD_LETTERS, 7);
    deadLetter.setField(DeadLetterTable.ERROR_REASON, "side_missing");
    assertThat(only(check(TableRole.DEAD_LETTERS, deadLetter)))
        .extracting(RowFault::column, RowFault::found, RowFault::expected)
        .containsExactly("error_type", "price", "side, the type of the error_reason");
    deadLetter.setField(DeadLetterTable.ERROR_REASON, "a_reason_of_a_later_version");
    assertThat(check(TableRole.DEAD_LETTERS, deadLetter)).isEmpty();
  }

  @Test
  void tradesOfAnotherExchangeAreFound() {
    Record trade = row(TableRole.SILVER, 7);
    trade.setField(SilverTable.EXCHANGE, "KRAKEN");
    assertThat(only(check(TableRole.SILVER, trade)).expected())
        .isEqualTo("BINANCE, the exchange of the table");
  }

  @Test
  void messageIdsFollowTheirFormula() {
    Record trade = row(TableRole.SILVER, 7);
    String nameBased =
        new MessageId(TOPIC_ID).ofSameVersion("00000000-0000-3000-8000-000000000000", 3, 7);
    trade.setField(SilverTable.MESSAGE_ID, nameBased);
    assertThat(UUID.fromString(nameBased).version()).isEqualTo(3);
    assertThat(check(TableRole.SILVER, trade)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16c9894b-276f-8000-b003-000000000008",
        "16c9894b-276f-3000-b003-000000000007",
        "16c9894b-276f-4000-b003-000000000007",
        "x"
      })
  void otherMessageIdsAreFound(String id) {
    Record trade = row(TableRole.SILVER, 7);
    trade.setField(SilverTable.MESSAGE_ID, id);
    RowFault fault = only(check(TableRole.SILVER, trade));
    assertThat(fault.column()).isEqualTo("message_id");
    assertThat(fault.found()).isEqualTo(id);
    assertThat(fault.expected()).endsWith(", made of the row's coordinates");
  }

  @Test
  void valuesOutsideTheBoundsAreFound() {
    bounds(
        SilverTable.SCHEMA,
        "price",
        new BigDecimal("10.000000000000"),
        new BigDecimal("20.000000000000"));
    assertThat(check(TableRole.SILVER, priced("10"), priced("20"))).isEmpty();
    assertThat(only(check(TableRole.SILVER, priced("9.999999999999"))).expected())
        .isEqualTo("at least 10.000000000000, the lower bound in the manifest");
    assertThat(only(check(TableRole.SILVER, priced("20.000000000001"))).expected())
        .isEqualTo("at most 20.000000000000, the upper bound in the manifest");
  }

  @Test
  void truncatedBoundsContainLongerText() {
    bounds(SilverTable.SCHEMA, "symbol", "BTC", "BTD");
    assertThat(check(TableRole.SILVER, row(TableRole.SILVER, 7))).isEmpty();
    bounds(SilverTable.SCHEMA, "symbol", "A", "BTC");
    assertThat(only(check(TableRole.SILVER, row(TableRole.SILVER, 7))).found())
        .isEqualTo("BTCUSDT");
  }

  @Test
  void boundsOfBytesAreUnsigned() {
    Record deadLetter = row(TableRole.DEAD_LETTERS, 7);
    deadLetter.setField("raw_record", ByteBuffer.wrap(new byte[] {(byte) 0xff, 1}));
    bounds(DeadLetterTable.SCHEMA, "raw_record", bytes(1), bytes(0xff, 2));
    assertThat(check(TableRole.DEAD_LETTERS, deadLetter)).isEmpty();
    bounds(DeadLetterTable.SCHEMA, "raw_record", bytes(1), bytes(0xff));
    assertThat(check(TableRole.DEAD_LETTERS, deadLetter)).hasSize(1);
  }

  @Test
  void nullCountsAllowNullsAndValues() {
    Record trade = row(TableRole.SILVER, 7);
    int sequence = SilverTable.SCHEMA.findField("source_sequence").fieldId();
    nulls.put(sequence, 0L);
    assertThat(only(check(TableRole.SILVER, trade)).expected())
        .isEqualTo("not null, by the null count in the manifest");
    nulls.put(sequence, 1L);
    trade.setField("source_sequence", 5L);
    assertThat(check(TableRole.SILVER, trade, row(TableRole.SILVER, 8))).isEmpty();
    assertThat(only(check(TableRole.SILVER, trade)).expected())
        .isEqualTo("null, by the null count in the manifest");
  }

  @Test
  void rowsWithoutACheckedColumnAreRefused() {
    Table table = table(TableRole.SILVER);
    Schema without =
        new Schema(
            table.schema().columns().stream()
                .filter(field -> !field.name().equals(SilverTable.MESSAGE_ID))
                .toList());
    assertThatThrownBy(() -> RowChecks.of(BINANCE, TableRole.SILVER, table, without))
        .hasMessageContaining("message_id");
  }

  @Test
  void rowThatFailsSeveralChecksIsCountedOnce() {
    Record trade = row(TableRole.SILVER, 7);
    trade.setField(SilverTable.EXCHANGE, "KRAKEN");
    trade.setField(SilverTable.MESSAGE_ID, "another id");
    CheckedFile file = checked(TableRole.SILVER, trade, row(TableRole.SILVER, 8));

    assertThat(file.faults()).hasSize(2);
    assertThat(file.faultyRows()).isEqualTo(1);
  }

  private List<RowFault> check(TableRole role, Record... rows) {
    return checked(role, rows).faults();
  }

  private CheckedFile checked(TableRole role, Record... rows) {
    Table table = table(role);
    CheckedFile file =
        RowChecks.of(BINANCE, role, table, table.schema()).file(file(role, table, rows.length));
    for (Record row : rows) {
      file.check(row);
    }
    return file;
  }

  private DataFile file(TableRole role, Table table, long rows) {
    String path =
        switch (role) {
          case BRONZE -> "ingestion_date=2024-05-01";
          case SILVER -> "timestamp_day=2024-05-01";
          case DEAD_LETTERS -> "dlq_date=2024-05-01/bronze_source=bronze_binance_trades";
        };
    return DataFiles.builder(table.spec())
        .withPath("memory:/a.parquet")
        .withFileSizeInBytes(1)
        .withPartitionPath(path)
        .withMetrics(new Metrics(rows, null, null, nulls, null, lower, upper))
        .build();
  }

  private static Table table(TableRole role) {
    TableDefinition definition = role.definition(BINANCE);
    TableIdentifier name = TableIdentifier.of("n", definition.name());
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("n"));
    return catalog.createTable(name, definition.schema(), definition.spec());
  }

  private static Record row(TableRole role, long offset) {
    Record row = GenericRecord.create(role.definition(BINANCE).schema());
    String prefix = role == TableRole.BRONZE ? "" : "kafka_";
    row.setField(prefix + "topic", "topic");
    row.setField(prefix + "topic_id", TOPIC_ID);
    row.setField(prefix + "partition", 3);
    row.setField(prefix + "offset", offset);
    Map<String, Object> values =
        switch (role) {
          case BRONZE ->
              Map.of(BronzeTable.INGESTION_TIMESTAMP, NOON, BronzeTable.INGESTION_DATE, TODAY);
          case SILVER ->
              Map.of(
                  SilverTable.MESSAGE_ID,
                  new MessageId(TOPIC_ID).ofSameVersion("", 3, offset),
                  SilverTable.EXCHANGE,
                  "BINANCE",
                  SilverTable.SYMBOL,
                  "BTCUSDT",
                  SilverTable.TIMESTAMP,
                  NOON);
          case DEAD_LETTERS ->
              Map.of(
                  DeadLetterTable.ERROR_REASON,
                  "price_missing",
                  DeadLetterTable.ERROR_TYPE,
                  "price",
                  DeadLetterTable.ERROR_TIMESTAMP,
                  NOON,
                  DeadLetterTable.DLQ_DATE,
                  TODAY,
                  DeadLetterTable.BRONZE_SOURCE,
                  "bronze_binance_trades");
        };
    values.forEach(row::setField);
    return row;
  }

  private static Record priced(String price) {
    Record trade = row(TableRole.SILVER, 7);
    trade.setField("price", new BigDecimal(price).setScale(12));
    return trade;
  }

  private void bounds(Schema schema, String column, Object least, Object greatest) {
    Types.NestedField field = schema.findField(column);
    lower.put(field.fieldId(), Conversions.toByteBuffer(field.type(), least));
    upper.put(field.fieldId(), Conversions.toByteBuffer(field.type(), greatest));
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  private static RowFault only(List<RowFault> faults) {
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }
}
