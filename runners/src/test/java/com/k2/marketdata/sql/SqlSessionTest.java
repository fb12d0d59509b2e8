package com.k2.marketdata.sql;

import static com.k2.marketdata.testing.LakeFiles.append;
import static com.k2.marketdata.testing.LakeFiles.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.LakeFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSessionTest {
  @TempDir private Path state;
  private CatalogConfig catalog;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void openCatalog() {
    catalog = LocalCatalog.in(state, "market_data");
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog.open();
    namespaces.createNamespace(Namespace.of("market_data"));
  }

  @Test
  void tradesKeepEveryDigitAndMicrosecond() {
    append(silver(), trade("27123.012345678901", "2023-11-14T22:13:20.123456Z"));

    String sql =
        "SELECT price, timestamp, trade_conditions, vendor_data, source_sequence, kafka_offset,"
            + " platform_sequence FROM market_data.silver_binance_trades";

    assertThat(csv(sql))
        .isEqualTo(
            "price,timestamp,trade_conditions,vendor_data,source_sequence,kafka_offset,"
                + "platform_sequence\n"
                + "27123.012345678901,2023-11-14T22:13:20.123456Z,\"[\"\"limit\"\",\"\"best\"\"]\","
                + "\"{\"\"event\"\":\"\"tra,de\"\"}\",9007199254740993,42,\n");
    assertThat(json(sql))
        .isEqualTo(
            "[\n{\"price\":\"27123.012345678901\",\"timestamp\":\"2023-11-14T22:13:20.123456Z\","
                + "\"trade_conditions\":[\"limit\",\"best\"],\"vendor_data\":{\"event\":\"tra,de\"},"
                + "\"source_sequence\":\"9007199254740993\",\"kafka_offset\":42,"
                + "\"platform_sequence\":null}\n]\n");
  }

  @Test
  void binaryValuesAreHexadecimal() {
    Table bronze =
        new TableSetup(catalog).ensure(BronzeTable.definition(Exchanges.named("binance")));
    Map<String, Object> message = new HashMap<>();
    message.put("raw_bytes", ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xff}));
    message.put("topic", "t");
    message.put("topic_id", "id");
    message.put("partition", 0);
    message.put("offset", 7L);
    message.put("kafka_timestamp", OffsetDateTime.parse("2023-11-14T22:13:20Z"));
    message.put("ingestion_timestamp", OffsetDateTime.parse("2023-11-14T22:13:20Z"));
    message.put("ingestion_date", LocalDate.parse("2023-11-14"));
    message.put("headers", Map.of("h", ByteBuffer.wrap("é".getBytes(StandardCharsets.UTF_8))));
    append(bronze, row(bronze, message));

    assertThat(
            json(
                "SELECT raw_bytes, headers, key, octet_length(raw_bytes) n, ingestion_date"
                    + " FROM bronze_binance_trades WHERE ingestion_date = DATE '2023-11-14'"))
        .contains(
            "{\"raw_bytes\":\"0x0001ff\",\"headers\":{\"h\":\"0xc3a9\"},\"key\":null,\"n\":3,"
                + "\"ingestion_date\":\"2023-11-14\"}");
  }

  @Test
  void replayedDeadLettersAreNotOpen() {
    for (int offset = 0; offset < 3; offset++) {
      append(deadLetters(), deadLetter(offset));
    }
    String sql = "SELECT kafka_offset FROM market_data.open_dead_letters ORDER BY 1";
    assertThat(csv(sql)).isEqualTo("kafka_offset\n0\n1\n2\n");

    Record replayed = trade("1.5", "2023-11-14T22:13:20Z");
    replayed.setField("kafka_offset", 1L);
    replayed.setField("replay_id", "replay-1");
    Record accepted = trade("1.5", "2023-11-14T22:13:20Z");
    accepted.setField("kafka_offset", 2L);
    append(silver(), replayed);
    append(silver(), accepted);
    assertThat(csv(sql)).isEqualTo("kafka_offset\n0\n2\n");

    silver().updateSchema().deleteColumn("replay_id").commit();
    assertThat(csv("SELECT count(*) n FROM open_dead_letters")).isEqualTo("n\n3\n");
  }

  @Test
  void anEmptyTableHasColumnsButNoRows() {
    silver();

    assertThat(json("SELECT * FROM market_data.silver_binance_trades")).isEqualTo("[]\n");
    assertThat(csv("SELECT count(*) AS n FROM silver_binance_trades")).isEqualTo("n\n0\n");
    assertThat(csv("DESCRIBE silver_binance_trades"))
        .contains("price,\"DECIMAL(28,12)\"", "timestamp,TIMESTAMP WITH TIME ZONE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "market_data.silver_binance_trades.snapshots",
        "silver_binance_trades.snapshots",
        "\"market_data\".\"silver_binance_trades\".\"snapshots\"",
        "market_data.\"silver_binance_trades.snapshots\"",
        "MARKET_DATA.Silver_Binance_Trades.SNAPSHOTS",
        "market_data.silver_binance_trades.history",
        "market_data.silver_binance_trades.files",
        "market_data.silver_binance_trades.manifests"
      })
  void metadataTablesHaveOneRowPerCommit(String name) {
    Table silver = silver();
    append(silver, trade("1", "2023-11-14T22:13:20Z"));
    append(silver, trade("2", "2023-11-15T22:13:20Z"));

    assertThat(csv("SELECT count(*) AS n FROM " + name)).isEqualTo("n\n2\n");
  }

  @Test
  void snapshotIdsKeepTheirDigits() {
    Table silver = silver();
    append(silver, trade("1", "2023-11-14T22:13:20Z"));

    assertThat(
            json(
                "SELECT snapshot_id, summary['added-records'] AS added FROM"
                    + " market_data.silver_binance_trades.snapshots"))
        .contains("\"" + silver.currentSnapshot().snapshotId() + "\"", "\"added\":\"1\"");
  }

  @Test
  void filesBeforeSchemaChangeReadAsInIceberg() {
    Table table =
        create(
            new Schema(
                Types.NestedField.optional(1, "a", Types.IntegerType.get()),
                Types.NestedField.optional(2, "gone", Types.StringType.get()),
                Types.NestedField.optional(3, "b", Types.StringType.get())));
    append(table, row(table, Map.of("a", 1, "gone", "x", "b", "old")));
    table
        .updateSchema()
        .updateColumn("a", Types.LongType.get())
        .deleteColumn("gone")
        .renameColumn("b", "renamed")
        .addColumn("gone", Types.StringType.get())
        .moveFirst("b")
        .commit();
    append(table, row(table, Map.of("a", 1L << 40, "renamed", "new", "gone", "y")));

    assertThat(csv("SELECT * FROM t ORDER BY a"))
        .isEqualTo("renamed,a,gone\nold,1,\nnew,1099511627776,y\n");
  }

  @Test
  void deletedRowsAreNotReturned() {
    Table table = create(new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get())));
    DataFile file =
        append(
            table,
            row(table, Map.of("a", 1)),
            row(table, Map.of("a", 2)),
            row(table, Map.of("a", 3)));
    LakeFiles.delete(table, file, 1);

    assertThat(csv("SELECT a FROM t ORDER BY a")).isEqualTo("a\n1\n3\n");
    assertThat(notes).singleElement().asString().contains("Copying it first");
  }

  @Test
  void structsAreRead() {
    Table table =
        create(
            new Schema(
                Types.NestedField.required(
                    1,
                    "s",
                    Types.StructType.of(
                        Types.NestedField.required(2, "x", Types.DecimalType.of(9, 2))))));
    Schema inner = new Schema(table.schema().findType("s").asStructType().fields());
    append(
        table,
        row(
            table,
            Map.of("s", GenericRecord.create(inner).copy(Map.of("x", new BigDecimal("1.50"))))));

    assertThat(json("SELECT * FROM t")).isEqualTo("[\n{\"s\":{\"x\":\"1.50\"}}\n]\n");
  }

  @Test
  void partitionFoldersAddNoColumns() throws IOException {
    Table silver = silver();
    DataFile file = LakeFiles.write(silver, List.of(trade("1.5", "2023-11-14T22:13:20Z")));
    Path original = localPath(file);
    Path folder = Files.createDirectory(original.resolveSibling("timestamp_day=2023-11-14"));
    Path moved = Files.move(original, folder.resolve("0.parquet"));
    silver
        .newAppend()
        .appendFile(DataFiles.builder(silver.spec()).copy(file).withPath("file:" + moved).build())
        .commit();

    List<String> columns = silver.schema().columns().stream().map(Types.NestedField::name).toList();
    assertThat(csv("SELECT * FROM silver_binance_trades").lines())
        .hasSize(2)
        .startsWith(String.join(",", columns));
  }

  @Test
  void pathsWithPatternCharactersAreReadInPlace() throws IOException {
    state = Files.createDirectories(state.resolve("a?[b]*c"));
    openCatalog();
    append(silver(), trade("1.5", "2023-11-14T22:13:20Z"));

    assertThat(csv("SELECT price FROM silver_binance_trades")).isEqualTo("price\n1.500000000000\n");
    assertThat(notes).isEmpty();
    assertThatThrownBy(() -> csv("SELECT * FROM glob('" + state + "/*')"))
        .hasMessageContaining("disabled by configuration");
  }

  @Test
  void threeThousandFilesAreReadWithinSeconds() throws IOException {
    Table silver = silver();
    DataFile file = LakeFiles.write(silver, List.of(trade("1.5", "2023-11-14T22:13:20Z")));
    Path original = localPath(file);
    AppendFiles append = silver.newAppend();
    for (int i = 0; i < 3_000; i++) {
      Path copy = original.resolveSibling(i + ".parquet");
      Files.copy(original, copy);
      append.appendFile(
          DataFiles.builder(silver.spec()).copy(file).withPath("file:" + copy).build());
    }
    append.commit();

    long begin = System.nanoTime();
    assertThat(csv("SELECT count(*) AS n, sum(price) AS p FROM silver_binance_trades"))
        .isEqualTo("n,p\n3000,4500.000000000000\n");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void showTablesListsAllTables() {
    silver();
    create(new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get())));

    assertThat(csv("SHOW TABLES")).isEqualTo("name\nsilver_binance_trades\nt\n");
    assertThat(csv("SELECT name FROM (SHOW ALL TABLES)")).contains("silver_binance_trades\nt\n");
    assertThat(csv("SELECT table_name FROM information_schema.tables ORDER BY ALL"))
        .contains("silver_binance_trades\nt\n");
    assertThat(csv("SELECT count(*) AS n FROM query_table('t')")).isEqualTo("n\n0\n");
  }

  @Test
  void commonTableExpressionsAndExplainWork() {
    append(silver(), trade("1.5", "2023-11-14T22:13:20Z"));

    assertThat(csv("/* q */ WITH x AS (SELECT price FROM silver_binance_trades) SELECT * FROM x;"))
        .isEqualTo("price\n1.500000000000\n");
    assertThat(csv("explain analyze SELECT price FROM silver_binance_trades"))
        .contains("READ_PARQUET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "CREATE TABLE x AS SELECT 1",
        "DROP VIEW t",
        "COPY (SELECT 1) TO 'x.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'",
        "SET lock_configuration=false",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
        "PRAGMA version"
      })
  void statementsThatChangeSomethingAreRefused(String sql) {
    create(new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get())));

    assertThatThrownBy(() -> csv(sql))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("only reads");
  }

  @Test
  void otherThanOneStatementIsRefused() {
    assertThatThrownBy(() -> csv("SELECT 1; SELECT 2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("exactly one");
    assertThatThrownBy(() -> csv("  "))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The statement is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_text('%s/secret')",
        "SELECT * FROM read_csv('%s/secret')",
        "SELECT * FROM '%s/secret.csv'",
        "SELECT * FROM glob('%s/*')",
        "SELECT * FROM parquet_metadata('%s/secret')",
        "SELECT * FROM read_blob('%s/catalog.db')"
      })
  void filesOutsideTheTablesCannotBeRead(String sql) throws IOException {
    silver();
    Files.writeString(state.resolve("secret"), "s3cret");
    Files.writeString(state.resolve("secret.csv"), "s3cret");

    assertThatThrownBy(() -> csv(sql.formatted(state)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("disabled by configuration");
  }

  @Test
  void errorForUnknownTableListsKnownOnes() {
    assertThatThrownBy(() -> csv("SELECT * FROM market_data.nothing"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no tables in market_data yet");
    silver();
    assertThatThrownBy(() -> csv("SELECT * FROM market_data.silver_trades"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Tables in market_data: silver_binance_trades");
  }

  @Test
  void duckDbsErrorMessagesAreShown() {
    silver();
    assertThatThrownBy(() -> csv("SELEC 1")).hasMessageContaining("syntax error at or near");
    assertThatThrownBy(() -> csv("SELECT prize FROM silver_binance_trades"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Binder Error")
        .hasMessageContaining("price");
    assertThatThrownBy(() -> csv("SELECT 'x'::INT"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Conversion Error");
  }

  @Test
  void specialValuesHaveAJsonForm() {
    assertThat(
            json(
                "SELECT 'nan'::DOUBLE a, '-inf'::FLOAT b, 2::HUGEINT << 100 c, TRUE d,"
                    + " TIMESTAMP '2024-03-31 02:30:00' e, [TIMESTAMPTZ '2024-01-01 00:00:00.5Z'] f,"
                    + " MAP {1: 'x'} g, 1 AS a, INTERVAL 1 DAY h, TIME '01:02:03' i, '' j"))
        .isEqualTo(
            "[\n{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":\"2535301200456458802993406410752\","
                + "\"d\":true,\"e\":\"2024-03-31T02:30:00\",\"f\":[\"2024-01-01T00:00:00.500Z\"],"
                + "\"g\":{\"1\":\"x\"},\"a_1\":1,\"h\":\"1 day\",\"i\":\"01:02:03\",\"j\":\"\"}\n]\n");
  }

  @Test
  void datesAndHoursAreInUtc() {
    assertThat(
            csv(
                "SELECT hour(TIMESTAMPTZ '2024-01-01 23:30:00Z') AS h,"
                    + " (TIMESTAMPTZ '2024-01-01 23:30:00Z')::DATE AS d"))
        .isEqualTo("h,d\n23,2024-01-01\n");
  }

  private static Path localPath(DataFile file) {
    return Path.of(file.location().replaceFirst("^file:(//)?", ""));
  }

  private Table deadLetters() {
    return new TableSetup(catalog).ensure(DeadLetterTable.definition());
  }

  private Record deadLetter(long offset) {
    OffsetDateTime time = OffsetDateTime.parse("2023-11-14T22:13:20Z");
    Map<String, Object> letter = new HashMap<>();
    letter.put("error_reason", "price_missing");
    letter.put("error_type", "price");
    letter.put("error_detail", "d");
    letter.put("error_timestamp", time);
    letter.put("bronze_source", "bronze_binance_trades");
    letter.put("kafka_topic", "t");
    letter.put("kafka_topic_id", "id");
    letter.put("kafka_partition", 0);
    letter.put("kafka_offset", offset);
    letter.put("pipeline_version", "1");
    letter.put("dlq_date", time.toLocalDate());
    return row(deadLetters(), letter);
  }

  private Table silver() {
    return new TableSetup(catalog).ensure(SilverTable.definition(Exchanges.named("binance")));
  }

  private Table create(Schema schema) {
    return catalog.open().createTable(catalog.table("t"), schema);
  }

  private Record trade(String price, String time) {
    OffsetDateTime timestamp = OffsetDateTime.parse(time);
    Map<String, Object> trade = new HashMap<>();
    trade.put("message_id", "m");
    trade.put("trade_id", "BINANCE-1");
    trade.put("symbol", "BTCUSDT");
    trade.put("exchange", "binance");
    trade.put("asset_class", "crypto");
    trade.put("timestamp", timestamp);
    trade.put("price", new BigDecimal(price).setScale(12));
    trade.put("quantity", new BigDecimal("0.001000000000"));
    trade.put("currency", "USDT");
    trade.put("side", "BUY");
    trade.put("trade_conditions", List.of("limit", "best"));
    trade.put("source_sequence", 9007199254740993L);
    trade.put("vendor_data", Map.of("event", "tra,de"));
    trade.put("validation_timestamp", timestamp);
    trade.put("bronze_ingestion_timestamp", timestamp);
    trade.put("schema_id", 1);
    trade.put("kafka_topic", "t");
    trade.put("kafka_topic_id", "id");
    trade.put("kafka_partition", 0);
    trade.put("kafka_offset", 42L);
    return row(silver(), trade);
  }

  private String csv(String sql) {
    StringWriter text = new StringWriter();
    query(sql, new CsvRows(new PrintWriter(text)));
    return text.toString();
  }

  private String json(String sql) {
    StringWriter text = new StringWriter();
    query(sql, new JsonRows(new PrintWriter(text)));
    return text.toString();
  }

  private void query(String sql, RowSink sink) {
    try (SqlSession session = SqlSession.open(catalog, notes::add)) {
      session.query(sql, sink);
    }
  }
}
