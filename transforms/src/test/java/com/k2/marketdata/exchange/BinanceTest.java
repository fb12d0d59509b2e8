package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KAFKA_MILLIS;
import static com.k2.marketdata.testing.RawTrades.SCHEMA_ID;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceTest {

  @ParameterizedTest
  @CsvSource({"1767225600123, 1767225600123000", "1767225600123005, 1767225600123005"})
  void producerTimeHasTheUnitOfItsLength(long sent, long micros) {
    assertThat(trade(with(binance(), "ingestion_timestamp", sent)).producerMicros())
        .isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1767225600, Long.MAX_VALUE})
  void producerTimeOutOfRangeIsNull(long sent) {
    assertThat(trade(with(binance(), "ingestion_timestamp", sent)).producerMicros()).isNull();
  }

  @Test
  void aTradeInFull() {
    assertThat(trade(binance()))
        .isEqualTo(
            new Trade(
                "BINANCE-3071245454",
                "BTCUSDT",
                KAFKA_MILLIS * 1000,
                new BigDecimal("28165.47"),
                new BigDecimal("0.00056"),
                "USDT",
                Side.SELL,
                List.of(),
                3071245454L,
                KAFKA_MILLIS * 1000 + 5,
                Map.of(
                    "event_type", "trade",
                    "event_time_ms", String.valueOf(KAFKA_MILLIS + 1),
                    "is_buyer_maker", "true",
                    "is_best_match", "true"),
                SCHEMA_ID));
  }

  @Test
  void takerBuysIfBuyerIsNotMaker() {
    assertThat(trade(with(binance(), "is_buyer_maker", false)).side()).isEqualTo(Side.BUY);
  }

  @Test
  void aTimeOf16DigitsIsInMicroseconds() {
    assertThat(trade(with(binance(), "trade_time_ms", 1617666461465618L)).timestampMicros())
        .isEqualTo(1617666461465618L);
  }

  @Test
  void nullFieldsAreNotInVendorData() {
    assertThat(trade(with(binance(), "is_best_match", null)).vendorData())
        .doesNotContainKey("is_best_match");
  }

  @Test
  void missingTradeIdIsMadeOfCoordinates() {
    List<Schema.Field> fields =
        BINANCE.rawSchema().getFields().stream()
            .filter(field -> !field.name().equals("trade_id"))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    Schema schema = Schema.createRecord("BinanceRawTrade", null, "com.k2", false, fields);
    Judge judge = new Judge(BINANCE, BundledSchema.of(schema), RuleSettings.DEFAULTS);
    Outcome outcome = judge.judge(message(bytes(binance(schema))));
    Trade trade = ((Outcome.Accepted) outcome).trade();
    assertThat(trade.tradeId()).isEqualTo("BINANCE-1617666461465-3-42");
    assertThat(trade.sourceSequence()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // Listed.
    "BTCUSDT, USDT",
    "ETHBRL, BRL",
    "BUSDTRY, TRY",
    "0GFDUSD, FDUSD",
    "币安人生USDT, USDT",
    // Listed; the longest suffix would be wrong.
    "BNBIDR, IDR",
    "ENAEUR, EUR",
    "USDTUSD, USD",
    // Not listed: the longest suffix.
    "ZZZZFDUSD, FDUSD",
    "ZZZZRLUSD, RLUSD",
    "ZZZZU, U",
    "龙USDC, USDC"
  })
  void theCurrencyIsTheQuoteAsset(String symbol, String currency) throws Rejection {
    assertThat(BinanceSymbols.load(null).quoteAsset(symbol)).isEqualTo(currency);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "btcusdt", "BTC-USDT", "BTC/USDT", "BTCUSD_200925", " BTCUSDT", "BTCUSDT ", "BTC USDT",
        "USDT", "U", "ZZZZ", "ßUSDT", "A\uFFFDUSDT", "\uD83D\uDE00USDT", "A\u0000USDT",
        "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEEEEUSDT"
      })
  void otherSymbolsHaveAnUnknownForm(String symbol) {
    assertThatThrownBy(() -> BinanceSymbols.load(null).quoteAsset(symbol))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(RejectReason.SYMBOL_UNKNOWN_FORM));
  }

  private static Trade trade(GenericRecord record) {
    Outcome outcome = Judge.of(BINANCE).judge(message(bytes(record)));
    return ((Outcome.Accepted) outcome).trade();
  }
}
