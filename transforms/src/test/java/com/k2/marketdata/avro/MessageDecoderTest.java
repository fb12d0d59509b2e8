package com.k2.marketdata.avro;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.SCHEMA_ID;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.record.ReaderSchemas;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDecoderTest {
  private static final Schema RAW = BINANCE.rawSchema();

  @Test
  void readsWhatTheEncoderWrote() {
    KafkaMessage message = message(bytes(binance()));
    Decoding decoding = new MessageDecoder(RAW, BundledSchema.of(RAW)).decode(message);
    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Decoded.class,
            decoded -> {
              assertThat(decoded.message()).isSameAs(message);
              assertThat(decoded.schemaId()).isEqualTo(SCHEMA_ID);
              assertThat(decoded.record().getSchema()).isEqualTo(ReaderSchemas.of(RAW));
              assertThat(decoded.record()).hasToString(binance().toString());
              assertThat(decoded.record().get(RAW.getField("price").pos()))
                  .isInstanceOf(String.class);
            });
  }

  @Test
  void absentFieldsAreReadAsNull() {
    Schema nothing = SchemaBuilder.record("BinanceRawTrade").fields().endRecord();
    IndexedRecord record = decoded(new GenericData.Record(nothing));
    for (Schema.Field field : RAW.getFields()) {
      assertThat(record.get(field.pos())).isNull();
      assertThat(ReaderSchemas.isLacking(record.getSchema(), field.name())).isTrue();
    }
  }

  @Test
  void addedFieldsFollowAsText() {
    Schema wider =
        SchemaBuilder.record("BinanceRawTrade")
            .namespace(RAW.getNamespace())
            .fields()
            .optionalString("buyer")
            .name("price")
            .type()
            .stringType()
            .noDefault()
            .name("tags")
            .type()
            .map()
            .values()
            .array()
            .items()
            .longType()
            .noDefault()
            .requiredString("symbol")
            .requiredLong("order")
            .endRecord();
    GenericRecord record = new GenericData.Record(wider);
    record.put("buyer", "someone");
    record.put("price", "1.5");
    record.put("tags", Map.of("a", List.of(1L, 2L)));
    record.put("symbol", "BTCUSDT");
    record.put("order", 9L);
    IndexedRecord decoded = decoded(record);
    assertThat(decoded.get(RAW.getField("price").pos())).isEqualTo("1.5");
    assertThat(decoded.get(RAW.getField("symbol").pos())).isEqualTo("BTCUSDT");
    int added = RAW.getFields().size();
    assertThat(decoded.getSchema().getFields().subList(added, added + 2))
        .extracting(Schema.Field::name)
        .containsExactly("buyer", "order");
    assertThat(decoded.get(added)).isEqualTo("someone");
    assertThat(decoded.get(added + 1)).isEqualTo("9");
    assertThat(decoded.getSchema().getFields()).hasSize(added + 2);
  }

  @Test
  void narrowerNumbersAreRead() {
    Schema other =
        SchemaBuilder.record("BinanceRawTrade")
            .namespace(RAW.getNamespace())
            .fields()
            .requiredInt("trade_id")
            .optionalLong("trade_time_ms")
            .nullableBoolean("is_buyer_maker", false)
            .endRecord();
    GenericRecord record = new GenericData.Record(other);
    record.put("trade_id", 5);
    record.put("trade_time_ms", 6L);
    record.put("is_buyer_maker", true);
    IndexedRecord decoded = decoded(record);
    assertThat(decoded.get(RAW.getField("trade_id").pos())).isEqualTo(5L);
    assertThat(decoded.get(RAW.getField("trade_time_ms").pos())).isEqualTo(6L);
    assertThat(decoded.get(RAW.getField("is_buyer_maker").pos())).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9} | 00 |"
            + " field price is a decimal of 0 bytes, not of 1 to 1024",
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9} | FEFFFFFF0F |"
            + " field price cannot be read: ",
        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":100000000,\"logicalType\":\"decimal\","
            + "\"precision\":9} | 00 | field price is a decimal of 100000000 bytes",
        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"a\"]} | 02 |"
            + " field price is symbol 1 of an enum of 1",
        "[\"null\",\"bytes\"] | 06 | field price is of branch 3 in a union of 2",
        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"a\"]} | '' |"
            + " field price cannot be read: \"java.io.EOFException"
      })
  void badBytesOfAFieldNameIt(String type, String body, String detail) {
    Schema schema =
        Schema.createRecord(
            "R",
            null,
            "com.k2",
            false,
            List.of(new Schema.Field("price", new Schema.Parser().parse(type))));
    Decoding decoding =
        new MessageDecoder(RAW, BundledSchema.of(schema))
            .decode(message(HexFormat.of().parseHex("0000000007" + body)));
    assertThat(((Decoding.Undecodable) decoding).rejected().detail())
        .startsWith("schema 7: " + detail);
  }

  @Test
  void decimalOfAnyScaleIsShort() {
    Schema schema =
        SchemaBuilder.record("R")
            .fields()
            .name("price")
            .type(
                LogicalTypes.decimal(2_000_000_000, 2_000_000_000)
                    .addToSchema(Schema.create(Schema.Type.BYTES)))
            .noDefault()
            .endRecord();
    IndexedRecord decoded =
        decoded(with(new GenericData.Record(schema), "price", ByteBuffer.wrap(new byte[] {5})));
    assertThat(decoded.get(RAW.getField("price").pos())).isEqualTo("5E-2000000000");
  }

  @Test
  void unknownUnitOfATimeIsRefused() {
    Schema.Field time = new Schema.Field("time", Schema.create(Schema.Type.LONG));
    time.addProp("k2.time", "seconds");
    Schema raw = Schema.createRecord("R", null, null, false, List.of(time));
    assertThatThrownBy(() -> new MessageDecoder(raw, BundledSchema.of(raw)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'seconds'")
        .hasMessageContaining("[micros, millis-or-micros]");
  }

  @Test
  void declaredMicrosecondsAreConvertedAndPlainOnesRead() {
    Schema micros = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    Schema raw = ofTime(micros);
    Schema millis =
        ofTime(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)));
    Schema plain = ofTime(Schema.create(Schema.Type.LONG));
    for (Schema writer : List.of(raw, millis, plain)) {
      Decoding decoding =
          new MessageDecoder(raw, BundledSchema.of(writer))
              .decode(message(bytes(with(new GenericData.Record(writer), "time", 5L))));
      assertThat(((Decoding.Decoded) decoding).record().get(0))
          .isEqualTo(writer == millis ? 5000L : 5L);
    }
  }

  private static Schema ofTime(Schema type) {
    return Schema.createRecord("R", null, null, false, List.of(new Schema.Field("time", type)));
  }

  @Test
  void unresolvableBranchIsUndecodable() {
    Schema either =
        SchemaBuilder.record("BinanceRawTrade")
            .namespace(RAW.getNamespace())
            .fields()
            .name("trade_id")
            .type()
            .unionOf()
            .longType()
            .and()
            .stringType()
            .endUnion()
            .noDefault()
            .endRecord();
    GenericRecord record = new GenericData.Record(either);
    assertThat(decoded(with(record, "trade_id", 5L)).get(RAW.getField("trade_id").pos()))
        .isEqualTo(5L);
    assertThat(decode(with(record, "trade_id", "16927042-0")))
        .isInstanceOfSatisfying(
            Decoding.Undecodable.class,
            undecodable ->
                assertThat(undecodable.rejected())
                    .returns(RejectReason.PAYLOAD_UNDECODABLE, Outcome.Rejected::reason)
                    .returns(
                        "schema 7: field trade_id is string, not long", Outcome.Rejected::detail));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes are", "1, 1 byte is", "4, 4 bytes are"})
  void bytesOfAShortFrameAreCounted(int length, String counted) {
    Decoding decoding =
        new MessageDecoder(RAW, BundledSchema.of(RAW)).decode(message(new byte[length]));
    assertThat(((Decoding.Undecodable) decoding).rejected())
        .returns(RejectReason.FRAMING_INVALID, Outcome.Rejected::reason)
        .returns(
            counted + " too few for a zero byte and a 4-byte schema id", Outcome.Rejected::detail);
  }

  @Test
  void messagesOfSeveralSchemasMayAlternate() {
    Map<Integer, WriterSchema> registry = new HashMap<>();
    Schema narrow =
        SchemaBuilder.record("BinanceRawTrade").fields().requiredString("symbol").endRecord();
    registry.put(1, new WriterSchema.Found(RAW));
    registry.put(2, new WriterSchema.Found(narrow));
    MessageDecoder decoder = new MessageDecoder(RAW, registry::get);
    byte[] wide = new ConfluentEncoder(1, RAW).encode(binance());
    byte[] small =
        new ConfluentEncoder(2, narrow)
            .encode(with(new GenericData.Record(narrow), "symbol", "ETHBTC"));
    for (int i = 0; i < 3; i++) {
      assertThat(decoder.decode(message(wide))).isInstanceOf(Decoding.Decoded.class);
      assertThat(decoder.decode(message(small))).isInstanceOf(Decoding.Decoded.class);
      assertThat(decoder.decode(message(new byte[] {0, 0, 0, 0, 1, 3})))
          .isInstanceOf(Decoding.Undecodable.class);
    }
  }

  @Test
  void deepRecursiveBodyIsUndecodable() {
    Schema list = Schema.createRecord("Node", null, "com.k2", false);
    list.setFields(
        List.of(
            new Schema.Field(
                "next", Schema.createUnion(List.of(Schema.create(Schema.Type.NULL), list)))));
    byte[] deep = new byte[5_000_000];
    Arrays.fill(deep, (byte) 2);
    Arrays.fill(deep, 0, 5, (byte) 0);
    Decoding decoding =
        new MessageDecoder(RAW, id -> new WriterSchema.Found(list)).decode(message(deep));
    assertThat(decoding).isInstanceOf(Decoding.Undecodable.class);
  }

  @Test
  void detailsOfAnyBytesAreShort() {
    byte[] long5MB = new byte[5_000_000];
    Arrays.fill(long5MB, 5, long5MB.length, (byte) 'x');
    Decoding decoding = new MessageDecoder(RAW, BundledSchema.of(RAW)).decode(message(long5MB));
    Outcome.Rejected rejected = ((Decoding.Undecodable) decoding).rejected();
    assertThat(rejected.reason()).isEqualTo(RejectReason.PAYLOAD_UNDECODABLE);
    assertThat(rejected.detail().length()).isLessThan(300);
  }

  @Test
  void systemFaultOfTheSchemaSourceIsThrown() {
    SchemaSource down =
        id -> {
          throw new SystemFaultException("down");
        };
    MessageDecoder decoder = new MessageDecoder(RAW, down);
    assertThatThrownBy(() -> decoder.decode(message(bytes(binance()))))
        .isInstanceOf(SystemFaultException.class);
  }

  private static Decoding decode(GenericRecord record) {
    SchemaSource source = id -> new WriterSchema.Found(record.getSchema());
    return new MessageDecoder(RAW, source).decode(message(bytes(record)));
  }

  private static IndexedRecord decoded(GenericRecord record) {
    return ((Decoding.Decoded) decode(record)).record();
  }
}
