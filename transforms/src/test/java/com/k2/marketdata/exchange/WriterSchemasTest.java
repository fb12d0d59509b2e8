package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trades that producers write with schemas of their own, from reports about such topics. */
class WriterSchemasTest {
  private static final long MILLIS = 1_767_225_600_123L;
  private static final String DECIMAL =
      "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 18, \"scale\": %d}";

  /** A trade, written with the raw schema in which some fields have another type or name. */
  private static final class Written {
    private final List<Schema.Field> fields = new ArrayList<>();
    private final Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "event_type",
                "trade",
                "event_time_ms",
                MILLIS,
                "symbol",
                "BTCUSDT",
                "trade_id",
                1L,
                "price",
                "1.5",
                "quantity",
                "2",
                "trade_time_ms",
                MILLIS,
                "is_buyer_maker",
                true,
                "ingestion_timestamp",
                MILLIS * 1000));

    Written() {
      for (Schema.Field field : BINANCE.rawSchema().getFields()) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }

    Written without(String name) {
      fields.removeIf(field -> field.name().equals(name));
      return this;
    }

    Written with(String name, String type, Object value) {
      Schema schema = new Schema.Parser().parse(type.startsWith("{") ? type : '"' + type + '"');
      return with(name, schema, value);
    }

    Written with(String name, Schema schema, Object value) {
      without(name);
      fields.add(0, new Schema.Field(name, schema));
      values.put(
          name,
          schema.getType() == Schema.Type.ENUM ? new GenericData.EnumSymbol(schema, value) : value);
      return this;
    }

    Outcome judge() {
      Schema schema = Schema.createRecord("Trade", null, "org.other", false, fields);
      GenericRecord record = new GenericData.Record(schema);
      for (Schema.Field field : schema.getFields()) {
        record.put(field.pos(), values.get(field.name()));
      }
      return new Judge(BINANCE, BundledSchema.of(schema), RuleSettings.DEFAULTS)
          .judge(message(RawTrades.bytes(record), MILLIS + 1));
    }

    Trade trade() {
      Outcome outcome = judge();
      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
      return ((Outcome.Accepted) outcome).trade();
    }

    Outcome.Rejected rejected() {
      return (Outcome.Rejected) judge();
    }
  }

  @Test
  void recordNameDoesNotMatter() {
    assertThat(new Written().trade().price()).isEqualByComparingTo("1.5");
  }

  @ParameterizedTest
  @CsvSource({"4, 31323334, 82537.3492", "8, 00d59f80, 0.14", "8, 313030, 0.03223600"})
  void decimalPriceIsExact(int scale, String hex, String price) {
    Trade trade = new Written().with("price", String.format(DECIMAL, scale), bytes(hex)).trade();
    assertThat(trade.price()).isEqualByComparingTo(price);
    assertThat(trade.schemaId()).isEqualTo(RawTrades.SCHEMA_ID);
  }

  @Test
  void nullableDecimalPriceIsExact() {
    Schema nullable =
        Schema.createUnion(
            Schema.create(Schema.Type.NULL), new Schema.Parser().parse(String.format(DECIMAL, 8)));
    assertThat(new Written().with("price", nullable, bytes("313030")).trade().price())
        .isEqualByComparingTo("0.032236");
    assertThat(new Written().with("price", nullable, null).rejected())
        .returns(RejectReason.PRICE_MISSING, Outcome.Rejected::reason)
        .returns("null", Outcome.Rejected::detail);
  }

  @Test
  void enumIsText() {
    String type = "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"trade\", \"aggTrade\"]}";
    assertThat(new Written().with("event_type", type, "trade").trade().side()).isEqualTo(Side.SELL);
    assertThat(new Written().with("event_type", type, "aggTrade").rejected().reason())
        .isEqualTo(RejectReason.EVENT_TYPE_UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"symbol", "event_type", "price"})
  void bytesAreNotText(String field) {
    assertThat(new Written().with(field, "bytes", bytes("7472616465")).rejected())
        .returns(RejectReason.PAYLOAD_UNDECODABLE, Outcome.Rejected::reason)
        .returns("schema 7: field " + field + " is bytes, not string", Outcome.Rejected::detail);
  }

  @Test
  void numberIsNotAnAmount() {
    assertThat(new Written().with("price", "double", 1.5).rejected().detail())
        .isEqualTo("schema 7: field price is double, not string");
    assertThat(new Written().with("price", "long", 15L).rejected().detail())
        .isEqualTo("schema 7: field price is long, not string");
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp-millis, 1767225600123, 1767225600123000",
    "timestamp-micros, 1767225600123005, 1767225600123005",
    "timestamp-nanos, 1767225600123005999, 1767225600123005"
  })
  void timestampsAreReadInTheirUnit(String logicalType, long value, long micros) {
    String type = "{\"type\": \"long\", \"logicalType\": \"" + logicalType + "\"}";
    Trade trade =
        new Written()
            .with("trade_time_ms", type, value)
            .with("ingestion_timestamp", type, value)
            .trade();
    assertThat(trade.timestampMicros()).isEqualTo(micros);
    assertThat(trade.producerMicros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp-millis, 1767225600123000",
    "timestamp-micros, 1767225600123",
    "timestamp-nanos, 1767225600123000"
  })
  void digitsDoNotOverruleTheDeclaredUnit(String logicalType, long value) {
    String type = "{\"type\": \"long\", \"logicalType\": \"" + logicalType + "\"}";
    assertThat(new Written().with("trade_time_ms", type, value).rejected().detail())
        .isEqualTo(
            "schema 7: field trade_time_ms is %d (%s), which is out of range",
            logicalType.equals("timestamp-nanos") ? value / 1000 : value, logicalType);
  }

  @Test
  void timeBeyondMicrosecondsIsOutOfRange() {
    String type = "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";
    assertThat(new Written().with("ingestion_timestamp", type, Long.MIN_VALUE).rejected().detail())
        .contains("field ingestion_timestamp is " + Long.MIN_VALUE);
  }

  @Test
  void shortTimeIsUnparsable() {
    assertThat(new Written().with("trade_time_ms", "int", 1_767_225_600).rejected().reason())
        .isEqualTo(RejectReason.TIMESTAMP_UNPARSABLE);
  }

  @Test
  void orderOfBranchesDoesNotMatter() {
    Schema reordered =
        Schema.createUnion(Schema.create(Schema.Type.STRING), Schema.create(Schema.Type.NULL));
    assertThat(new Written().with("price", reordered, "1.5").trade().price())
        .isEqualByComparingTo("1.5");
  }

  @ParameterizedTest
  @CsvSource({
    "event_type, EVENT_TYPE_UNEXPECTED",
    "symbol, SYMBOL_MISSING",
    "price, PRICE_MISSING",
    "quantity, QUANTITY_MISSING",
    "is_buyer_maker, SIDE_MISSING",
    "trade_time_ms, TIMESTAMP_MISSING"
  })
  void lackingFieldIsNamed(String field, RejectReason reason) {
    assertThat(new Written().without(field).rejected())
        .returns(reason, Outcome.Rejected::reason)
        .returns("schema 7 has no field " + field, Outcome.Rejected::detail);
  }

  @Test
  void renamedFieldIsLackingThere() {
    assertThat(new Written().without("quantity").with("qty", "string", "2").rejected())
        .returns(RejectReason.QUANTITY_MISSING, Outcome.Rejected::reason)
        .returns("schema 7 has no field quantity", Outcome.Rejected::detail);
  }

  @Test
  void unknownFieldsAreVendorData() {
    Map<String, String> plain = new Written().trade().vendorData();
    Map<String, String> vendorData =
        new Written()
            .with("X", "string", "INSURANCE_FUND")
            .with("count", "int", 3)
            .with("empty", "string", "")
            .with("fee", String.format(DECIMAL, 8), bytes("00d59f80"))
            .with("venue", "{\"type\":\"record\",\"name\":\"V\",\"fields\":[]}", venue())
            .with("digest", "bytes", bytes("00"))
            .trade()
            .vendorData();
    Map<String, String> expected = new HashMap<>(plain);
    expected.putAll(Map.of("X", "INSURANCE_FUND", "count", "3", "fee", "0.14000000"));
    assertThat(vendorData).isEqualTo(expected);
  }

  @Test
  void scalarBranchOfAnUnknownFieldIsKept() {
    Schema either =
        Schema.createUnion(
            Schema.create(Schema.Type.NULL),
            Schema.createArray(Schema.create(Schema.Type.STRING)),
            Schema.create(Schema.Type.DOUBLE));
    assertThat(new Written().with("extra", either, 1.5).trade().vendorData())
        .containsEntry("extra", "1.5");
    assertThat(new Written().with("extra", either, List.of("a")).trade().vendorData())
        .doesNotContainKey("extra");
  }

  private static Object venue() {
    return new GenericData.Record(Schema.createRecord("V", null, null, false, List.of()));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
