package com.k2.marketdata.avro.record;

import static com.k2.marketdata.testing.RawTrades.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.RejectReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type and logical type that a writer may give a field, against every field of K2's own. */
class WriterTypesTest {
  private static final String REFUSED = "-";

  /** The kinds of K2's fields, in the order of the columns of {@link #TYPES}. */
  private enum Kind {
    TEXT("string", String.class),
    NUMBER("long", Long.class),
    MICROS("long (micros)", Long.class),
    DIGITS("long (millis or micros)", Long.class),
    BOOLEAN("boolean", Boolean.class);

    final String description;
    final Class<?> type;

    Kind(String description, Class<?> type) {
      this.description = description;
      this.type = type;
    }

    Schema schema() {
      return Schema.create(
          this == TEXT
              ? Schema.Type.STRING
              : this == BOOLEAN ? Schema.Type.BOOLEAN : Schema.Type.LONG);
    }

    Object value() {
      return this == TEXT ? "x" : this == BOOLEAN ? (Object) true : (Object) 5L;
    }
  }

  private static final Map<String, Kind> BINANCE =
      Map.of(
          "event_type", Kind.TEXT,
          "event_time_ms", Kind.DIGITS,
          "symbol", Kind.TEXT,
          "trade_id", Kind.NUMBER,
          "price", Kind.TEXT,
          "quantity", Kind.TEXT,
          "trade_time_ms", Kind.DIGITS,
          "is_buyer_maker", Kind.BOOLEAN,
          "is_best_match", Kind.BOOLEAN,
          "ingestion_timestamp", Kind.MICROS);

  private static final Map<String, Kind> KRAKEN =
      Map.of(
          "channel_id", Kind.NUMBER,
          "price", Kind.TEXT,
          "volume", Kind.TEXT,
          "timestamp", Kind.TEXT,
          "side", Kind.TEXT,
          "order_type", Kind.TEXT,
          "misc", Kind.TEXT,
          "pair", Kind.TEXT,
          "ingestion_timestamp", Kind.MICROS);

  /**
   * The type as messages show it; its schema; a value; and what a text, a number, a time in
   * microseconds, a time whose unit its digits give, and a boolean field read.
   */
  private static final String TYPES =
      """
      boolean ; "boolean" ; true ; - ; - ; - ; - ; true
      int ; "int" ; 1617666461 ; - ; 1617666461 ; 1617666461 ; 1617666461 ; -
      int (date) ; {"type":"int","logicalType":"date"} ; 18722 ; - ; - ; - ; - ; -
      int (time-millis) ; {"type":"int","logicalType":"time-millis"} ; 5 ; - ; - ; - ; - ; -
      int ("counter") ; {"type":"int","logicalType":"counter"} ; 5 ; - ; - ; - ; - ; -
      long ; "long" ; 1617666461465 ; - ; 1617666461465 ; 1617666461465 ; 1617666461465 ; -
      long (time-micros) ; {"type":"long","logicalType":"time-micros"} ; 5 ; - ; - ; - ; - ; -
      long (timestamp-millis) ; {"type":"long","logicalType":"timestamp-millis"} ; 1617666461465 ; - ; - ; 1617666461465000 ; 1617666461465 ; -
      long (timestamp-micros) ; {"type":"long","logicalType":"timestamp-micros"} ; 1617666461465005 ; - ; - ; 1617666461465005 ; 1617666461465005 ; -
      long (timestamp-nanos) ; {"type":"long","logicalType":"timestamp-nanos"} ; 1617666461465005999 ; - ; - ; 1617666461465005 ; 1617666461465005 ; -
      long (local-timestamp-millis) ; {"type":"long","logicalType":"local-timestamp-millis"} ; 1617666461465 ; - ; - ; - ; - ; -
      long (local-timestamp-micros) ; {"type":"long","logicalType":"local-timestamp-micros"} ; 1617666461465005 ; - ; - ; - ; - ; -
      long (local-timestamp-nanos) ; {"type":"long","logicalType":"local-timestamp-nanos"} ; 1617666461465005999 ; - ; - ; - ; - ; -
      long ("counter") ; {"type":"long","logicalType":"counter"} ; 5 ; - ; - ; - ; - ; -
      float ; "float" ; 1.5 ; - ; - ; - ; - ; -
      double ; "double" ; 1.5 ; - ; - ; - ; - ; -
      bytes ; "bytes" ; 31323334 ; - ; - ; - ; - ; -
      bytes (decimal(18,4)) ; {"type":"bytes","logicalType":"decimal","precision":18,"scale":4} ; 31323334 ; 82537.3492 ; - ; - ; - ; -
      bytes ("decimal") ; {"type":"bytes","logicalType":"decimal","precision":2,"scale":4} ; 31323334 ; - ; - ; - ; - ; -
      bytes (big-decimal) ; {"type":"bytes","logicalType":"big-decimal"} ; 080f ; - ; - ; - ; - ; -
      string ; "string" ; 1.5 ; 1.5 ; - ; - ; - ; -
      string (uuid) ; {"type":"string","logicalType":"uuid"} ; 1.5 ; 1.5 ; - ; - ; - ; -
      string ("price") ; {"type":"string","logicalType":"price"} ; 1.5 ; 1.5 ; - ; - ; - ; -
      fixed(4) ; {"type":"fixed","name":"F","size":4} ; 31323334 ; - ; - ; - ; - ; -
      fixed(4) (decimal(9,2)) ; {"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9,"scale":2} ; fffffffb ; -0.05 ; - ; - ; - ; -
      fixed(12) (duration) ; {"type":"fixed","name":"F","size":12,"logicalType":"duration"} ; 000000000000000000000000 ; - ; - ; - ; - ; -
      enum ; {"type":"enum","name":"E","symbols":["buy","trade"]} ; trade ; trade ; - ; - ; - ; -
      array ; {"type":"array","items":"string"} ; ; - ; - ; - ; - ; -
      map ; {"type":"map","values":"string"} ; ; - ; - ; - ; - ; -
      record ; {"type":"record","name":"R","fields":[]} ; ; - ; - ; - ; - ; -
      """;

  /** One type against one field. */
  private record Case(
      Exchange exchange,
      String field,
      Kind kind,
      String type,
      Schema schema,
      Object value,
      String expected) {
    @Override
    public String toString() {
      return exchange.name() + "." + field + " written as " + type;
    }

    /** The message written with this type for the field. */
    Decoding decode(Schema type, Object value) {
      Schema schema =
          Schema.createRecord(
              "Written", null, "test", false, List.of(new Schema.Field(field, type)));
      GenericRecord record = new GenericData.Record(schema);
      record.put(field, value);
      return new MessageDecoder(exchange.rawSchema(), BundledSchema.of(schema))
          .decode(message(RawTrades.bytes(record)));
    }

    void check(Decoding decoding) {
      if (expected.equals(REFUSED)) {
        assertThat(((Decoding.Undecodable) decoding).rejected().reason())
            .isEqualTo(RejectReason.PAYLOAD_UNDECODABLE);
        assertThat(((Decoding.Undecodable) decoding).rejected().detail())
            .isEqualTo(
                "schema %d: field %s is %s, not %s",
                RawTrades.SCHEMA_ID, field, type, kind.description);
      } else {
        Object read = read(decoding);
        assertThat(read).isInstanceOf(kind.type).hasToString(expected);
      }
    }

    Object read(Decoding decoding) {
      return ((Decoding.Decoded) decoding).record().get(exchange.rawSchema().getField(field).pos());
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String line : TYPES.lines().toList()) {
      String[] columns = line.split(" ?; ?", -1);
      Schema schema = new Schema.Parser().parse(columns[1]);
      Object value = value(schema, columns[2]);
      add(cases, Exchanges.named("binance"), BINANCE, columns, schema, value);
      add(cases, Exchanges.named("kraken"), KRAKEN, columns, schema, value);
    }
    return cases.stream();
  }

  private static void add(
      List<Case> cases,
      Exchange exchange,
      Map<String, Kind> fields,
      String[] columns,
      Schema schema,
      Object value) {
    fields.forEach(
        (field, kind) ->
            cases.add(
                new Case(
                    exchange,
                    field,
                    kind,
                    columns[0],
                    schema,
                    value,
                    columns[3 + kind.ordinal()])));
  }

  private static Object value(Schema schema, String text) {
    return switch (schema.getType()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INT -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case BYTES -> ByteBuffer.wrap(HexFormat.of().parseHex(text));
      case FIXED -> new GenericData.Fixed(schema, HexFormat.of().parseHex(text));
      case ENUM -> new GenericData.EnumSymbol(schema, text);
      case ARRAY -> List.of("a", "b");
      case MAP -> Map.of("a", "b");
      case RECORD -> new GenericData.Record(schema);
      default -> text;
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void typeIsReadWithItsMeaningOrRefused(Case given) {
    given.check(given.decode(given.schema(), given.value()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nullableTypeIsTheSame(Case given) {
    Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), given.schema());
    given.check(given.decode(nullable, given.value()));
    assertThat(given.read(given.decode(nullable, null))).isNull();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goodBranchIsReadBesideAnyOther(Case given) {
    Schema good = given.kind().schema();
    if (good.getType() == given.schema().getType()) {
      return;
    }
    Schema either = Schema.createUnion(good, given.schema());
    given.check(given.decode(either, given.value()));
    assertThat(given.read(given.decode(either, given.kind().value())))
        .isEqualTo(given.kind().value());
  }

  @Test
  void everyFieldIsTested() {
    assertThat(BINANCE.keySet()).isEqualTo(names(RawTrades.BINANCE.rawSchema()));
    assertThat(KRAKEN.keySet()).isEqualTo(names(RawTrades.KRAKEN.rawSchema()));
  }

  private static Set<String> names(Schema raw) {
    return raw.getFields().stream().map(Schema.Field::name).collect(Collectors.toSet());
  }
}
