package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.KAFKA_MILLIS;
import static com.k2.marketdata.testing.RawTrades.SCHEMA_ID;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.kraken;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason, with bytes that cause it. */
class RejectReasonsTest {
  private static final Schema BINANCE = RawTrades.BINANCE.rawSchema();
  private static final Schema KRAKEN = RawTrades.KRAKEN.rawSchema();
  private static final long DAY_MILLIS = 86_400_000;

  /** One message that causes one reason; written with its own schema unless that one is unknown. */
  record Case(
      String what,
      RejectReason reason,
      Exchange exchange,
      WriterSchema schema,
      KafkaMessage message) {
    @Override
    public String toString() {
      return reason.code() + ": " + exchange.name() + ", " + what;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        raw("a tombstone", RejectReason.PAYLOAD_MISSING, null),
        raw("no bytes", RejectReason.FRAMING_INVALID, new byte[0]),
        raw("four bytes", RejectReason.FRAMING_INVALID, new byte[] {0, 0, 0, 1}),
        raw("another first byte", RejectReason.FRAMING_INVALID, "{\"e\":\"trade\"}".getBytes()),
        raw("a negative id", RejectReason.FRAMING_INVALID, new byte[] {0, -1, -1, -1, -1, 2}),
        new Case(
            "an id that is not in the registry",
            RejectReason.SCHEMA_UNKNOWN,
            RawTrades.BINANCE,
            new WriterSchema.Unknown(),
            message(bytes(binance()))),
        new Case(
            "a schema of another type",
            RejectReason.SCHEMA_TYPE_UNSUPPORTED,
            RawTrades.BINANCE,
            new WriterSchema.OtherType("PROTOBUF"),
            message(bytes(binance()))),
        new Case(
            "a schema that is not a record",
            RejectReason.PAYLOAD_UNDECODABLE,
            RawTrades.BINANCE,
            new WriterSchema.Unusable("schema 7 is a STRING, not a record"),
            message(bytes(binance()))),
        raw("a frame without a body", RejectReason.PAYLOAD_UNDECODABLE, new byte[] {0, 0, 0, 0, 7}),
        raw("a truncated body", RejectReason.PAYLOAD_UNDECODABLE, shortened(bytes(binance()), 1)),
        raw("a byte left over", RejectReason.PAYLOAD_UNDECODABLE, shortened(bytes(binance()), -1)),
        raw("another schema's body", RejectReason.PAYLOAD_UNDECODABLE, bytes(kraken())),
        raw(
            "a string of 2 GB announced",
            RejectReason.PAYLOAD_UNDECODABLE,
            new byte[] {0, 0, 0, 0, 7, -2, -1, -1, -1, 15, 't'}),
        raw(
            "a string of negative length",
            RejectReason.PAYLOAD_UNDECODABLE,
            new byte[] {0, 0, 0, 0, 7, 1, 't'}),
        written(
            "a price that is a number in its schema",
            RejectReason.PAYLOAD_UNDECODABLE,
            with(binance(changed(BINANCE, "price", Schema.Type.DOUBLE)), "price", 1.5)),
        binanceCase("event_type", "aggTrade", RejectReason.EVENT_TYPE_UNEXPECTED),
        binanceCase("event_type", "", RejectReason.EVENT_TYPE_UNEXPECTED),
        written(
            "no event type",
            RejectReason.EVENT_TYPE_UNEXPECTED,
            binance(without(BINANCE, "event_type"))),
        binanceCase("symbol", "", RejectReason.SYMBOL_MISSING),
        written("no symbol", RejectReason.SYMBOL_MISSING, binance(without(BINANCE, "symbol"))),
        krakenCase("pair", "", RejectReason.SYMBOL_MISSING),
        binanceCase("symbol", "btcusdt", RejectReason.SYMBOL_UNKNOWN_FORM),
        binanceCase("symbol", "BTCUSD_200925", RejectReason.SYMBOL_UNKNOWN_FORM),
        krakenCase("pair", "XBTUSD", RejectReason.SYMBOL_UNKNOWN_FORM),
        binanceCase("symbol", "GALAEUR", RejectReason.QUOTE_ASSET_AMBIGUOUS),
        binanceCase("price", "", RejectReason.PRICE_MISSING),
        written("no price", RejectReason.PRICE_MISSING, binance(without(BINANCE, "price"))),
        binanceCase("price", "12,5", RejectReason.PRICE_NOT_A_NUMBER),
        binanceCase("price", "0", RejectReason.PRICE_NOT_POSITIVE),
        binanceCase("price", "1E+16", RejectReason.PRICE_OUT_OF_RANGE),
        binanceCase("price", "0.0000000000001", RejectReason.PRICE_SCALE_EXCEEDED),
        binanceCase("quantity", "", RejectReason.QUANTITY_MISSING),
        written("no volume", RejectReason.QUANTITY_MISSING, kraken(without(KRAKEN, "volume"))),
        binanceCase("quantity", "NaN", RejectReason.QUANTITY_NOT_A_NUMBER),
        krakenCase("volume", "-0.5", RejectReason.QUANTITY_NOT_POSITIVE),
        krakenCase("volume", "99999999999999999", RejectReason.QUANTITY_OUT_OF_RANGE),
        krakenCase("volume", "1.0000000000001", RejectReason.QUANTITY_SCALE_EXCEEDED),
        krakenCase("side", "", RejectReason.SIDE_MISSING),
        written(
            "no is_buyer_maker",
            RejectReason.SIDE_MISSING,
            binance(without(BINANCE, "is_buyer_maker"))),
        krakenCase("side", "buy", RejectReason.SIDE_UNKNOWN),
        krakenCase("timestamp", "", RejectReason.TIMESTAMP_MISSING),
        written(
            "no trade time",
            RejectReason.TIMESTAMP_MISSING,
            binance(without(BINANCE, "trade_time_ms"))),
        krakenCase("timestamp", "yesterday", RejectReason.TIMESTAMP_UNPARSABLE),
        binanceCase("trade_time_ms", 1617666461L, RejectReason.TIMESTAMP_UNPARSABLE),
        binanceCase("trade_time_ms", KAFKA_MILLIS + 5001, RejectReason.TIMESTAMP_IN_FUTURE),
        binanceCase(
            "trade_time_ms", KAFKA_MILLIS - 365 * DAY_MILLIS - 1, RejectReason.TIMESTAMP_TOO_OLD));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasItsReason(Case given) {
    SchemaSource schemas = id -> given.schema();
    Outcome outcome =
        new Judge(given.exchange(), schemas, RuleSettings.DEFAULTS).judge(given.message());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(given.reason());
              assertThat(rejected.detail()).isNotBlank();
              assertThat(rejected.message()).isSameAs(given.message());
              boolean framed =
                  given.reason() != RejectReason.PAYLOAD_MISSING
                      && given.reason() != RejectReason.FRAMING_INVALID;
              assertThat(rejected.schemaId()).isEqualTo(framed ? SCHEMA_ID : null);
            });
  }

  @Test
  void noReasonIsLeftOut() {
    assertThat(cases().map(Case::reason).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(RejectReason.values());
  }

  @Test
  void firstFailedCheckIsTheReason() {
    GenericRecord record = kraken();
    List<String> inOrder = List.of("pair", "price", "volume", "side", "timestamp");
    List<RejectReason> reasons =
        List.of(
            RejectReason.SYMBOL_UNKNOWN_FORM,
            RejectReason.PRICE_NOT_A_NUMBER,
            RejectReason.QUANTITY_NOT_A_NUMBER,
            RejectReason.SIDE_UNKNOWN,
            RejectReason.TIMESTAMP_UNPARSABLE);
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      record.put(inOrder.get(i), "?");
      Outcome outcome = Judge.of(RawTrades.KRAKEN).judge(message(bytes(record)));
      assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(reasons.get(i));
    }
  }

  private static Case raw(String what, RejectReason reason, byte[] value) {
    return new Case(
        what, reason, RawTrades.BINANCE, new WriterSchema.Found(BINANCE), message(value));
  }

  private static Case written(String what, RejectReason reason, GenericRecord record) {
    Exchange exchange =
        record.getSchema().getName().startsWith("Binance") ? RawTrades.BINANCE : RawTrades.KRAKEN;
    return new Case(
        what, reason, exchange, new WriterSchema.Found(record.getSchema()), message(bytes(record)));
  }

  private static Case binanceCase(String field, Object value, RejectReason reason) {
    return written(field + " '" + value + "'", reason, with(binance(), field, value));
  }

  private static Case krakenCase(String field, Object value, RejectReason reason) {
    return written(field + " '" + value + "'", reason, with(kraken(), field, value));
  }

  private static byte[] shortened(byte[] bytes, int by) {
    return Arrays.copyOf(bytes, bytes.length - by);
  }

  private static Schema without(Schema schema, String field) {
    return edited(schema, field, null);
  }

  private static Schema changed(Schema schema, String field, Schema.Type type) {
    return edited(schema, field, Schema.create(type));
  }

  private static Schema edited(Schema schema, String field, Schema replacement) {
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(f -> replacement != null || !f.name().equals(field))
            .map(
                f ->
                    f.name().equals(field)
                        ? new Schema.Field(f.name(), replacement)
                        : new Schema.Field(f, f.schema()))
            .toList();
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }
}
