package com.k2.marketdata.check.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documented rules make of messages. */
class RulesTest {
  private static final Schema KRAKEN =
      SchemaBuilder.record("Trade")
          .fields()
          .requiredLong("channel_id")
          .requiredString("price")
          .requiredString("volume")
          .requiredString("timestamp")
          .requiredString("side")
          .requiredString("order_type")
          .requiredString("misc")
          .requiredString("pair")
          .requiredLong("ingestion_timestamp")
          .endRecord();

  @ParameterizedTest
  @CsvSource(
      value = {
        "BTCUSDT, 1, 1, ",
        "BTCUSDT, 5.0E-7, +1, ",
        "'', 1, 1, symbol_missing",
        "btcusdt, 1, 1, symbol_unknown_form",
        "BTCUSDT, '', 1, price_missing",
        "BTCUSDT, '1,5', 1, price_not_a_number",
        "BTCUSDT, 0x1, 1, price_not_a_number",
        "BTCUSDT, -1, 1, price_not_positive",
        "BTCUSDT, 0.000, 1, price_not_positive",
        "BTCUSDT, 1E+16, 1, price_out_of_range",
        "BTCUSDT, 0.0000000000001, 1, price_scale_exceeded",
        "BTCUSDT, 1, 1E16, quantity_out_of_range",
      })
  void binanceIsJudgedInTheOrderOfReasons(
      String symbol, String price, String quantity, String reason) {
    Expectation expectation = binance(FramedMessages.trade(symbol, price, quantity));

    assertThat(expectation.reasons()).isEqualTo(reason == null ? Set.of() : Set.of(reason));
    assertThat(expectation.trade().isPresent()).isEqualTo(reason == null);
    assertThat(expectation.schemaId()).isEqualTo(Optional.of(7));
  }

  @Test
  void doubtfulSymbolMayBeEither() {
    Expectation expectation = binance(FramedMessages.trade("GALAEUR", "1", "1"));

    assertThat(expectation.trade().orElseThrow().currencies()).contains("EUR", "AEUR");
    assertThat(expectation.reasons())
        .containsExactlyInAnyOrder("quote_asset_ambiguous", "symbol_unknown_form");
    assertThat(binance(FramedMessages.trade("BNBETH", "1", "1")).trade().orElseThrow().currencies())
        .containsExactly("ETH");
  }

  @Test
  void bytesThatAreNotARecordAreNamed() {
    byte[] valid = FramedMessages.trade("BTCUSDT", "1", "1");
    byte[] tooLong = Arrays.copyOf(valid, valid.length + 1);

    assertThat(binance(null).reasons()).containsExactly("payload_missing");
    assertThat(binance(new byte[] {1, 2}).reasons()).containsExactly("framing_invalid");
    assertThat(binance(new byte[] {0, -1, 0, 0, 1}).reasons()).containsExactly("framing_invalid");
    assertThat(binance(new byte[] {0, 0, 0, 0, 7}).reasons())
        .containsExactly("payload_undecodable");
    assertThat(binance(tooLong).reasons()).containsExactly("payload_undecodable");
  }

  @Test
  void unknownSchemaIsAReasonOfItsOwn() {
    Judge judge = new Judge(WriterSchemas.of(Map.of()), Rules.of("binance", TimeLimits.DEFAULT));

    assertThat(
            judge
                .judge(FramedMessages.message(0, 0, FramedMessages.trade("BTCUSDT", "1", "1")))
                .reasons())
        .containsExactly("schema_unknown");
  }

  @Test
  void krakenTradeHasTheDocumentedValues() {
    Expectation.Trade trade = kraken("XBT/USD", "1700000000.1234569", "b").trade().orElseThrow();

    assertThat(trade)
        .isEqualTo(
            new Expectation.Trade(
                "KRAKEN-1700000000.1234569-2-9",
                "BTCUSD",
                Set.of("USD"),
                1_700_000_000_123_456L,
                new BigDecimal("5.000000000000"),
                new BigDecimal("0.250000000000"),
                "BUY",
                List.of("limit"),
                null,
                1_700_000_000_000_000L,
                Map.of("channel_id", "3", "order_type", "l", "pair", "XBT/USD")));
  }

  @ParameterizedTest
  @CsvSource({
    "AIXBT/USD, 1700000000, s, AIXBTUSD",
    "XDG/XBT, 1700000000, s, DOGEBTC",
    "BRK.Bx/USD, 1700000000, s, BRK.BxUSD",
    "XBTUSD, 1700000000, s, symbol_unknown_form",
    "XBT/USD, 1700000000, x, side_unknown",
    "XBT/USD, 1700000000., s, timestamp_unparsable",
    "XBT/USD, 1700000000123, s, timestamp_unparsable",
    "XBT/USD, 1700000006, s, timestamp_in_future",
    "XBT/USD, 1600000000, s, timestamp_too_old",
  })
  void krakenSymbolOrReasonIsAsDocumented(String pair, String time, String side, String expected) {
    Expectation expectation = kraken(pair, time, side);

    String found =
        expectation
            .trade()
            .map(Expectation.Trade::symbol)
            .orElseGet(() -> String.join(",", expectation.reasons()));
    assertThat(found).isEqualTo(expected);
  }

  private static Expectation binance(byte[] value) {
    return new Judge(
            WriterSchemas.always(FramedMessages.BINANCE), Rules.of("binance", TimeLimits.DEFAULT))
        .judge(FramedMessages.message(0, 0, value));
  }

  private static Expectation kraken(String pair, String time, String side) {
    GenericData.Record trade = new GenericData.Record(KRAKEN);
    trade.put("channel_id", 3L);
    trade.put("price", "5.00");
    trade.put("volume", "0.25");
    trade.put("timestamp", time);
    trade.put("side", side);
    trade.put("order_type", "l");
    trade.put("misc", "");
    trade.put("pair", pair);
    trade.put("ingestion_timestamp", 1_700_000_000_000L);
    return new Judge(WriterSchemas.always(KRAKEN), Rules.of("kraken", TimeLimits.DEFAULT))
        .judge(FramedMessages.message(2, 9, FramedMessages.framed(trade)));
  }
}
