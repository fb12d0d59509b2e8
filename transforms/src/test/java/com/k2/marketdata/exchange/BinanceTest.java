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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  @Test
  void tradeIdZeroIsAnId() {
    Trade trade = trade(with(binance(), "trade_id", 0L));
    assertThat(trade.tradeId()).isEqualTo("BINANCE-0");
    assertThat(trade.sourceSequence()).isZero();
    assertThat(trade.vendorData()).doesNotContainKey("trade_id");
  }

  /** Many messages may have the same such number, so it identifies no trade. */
  @ParameterizedTest
  @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
  void negativeTradeIdIsMadeOfCoordinates(long sent) {
    Trade trade = trade(with(binance(), "trade_id", sent));
    assertThat(trade.tradeId()).isEqualTo("BINANCE-1617666461465-3-42");
    assertThat(trade.sourceSequence()).isNull();
    assertThat(trade.vendorData()).containsEntry("trade_id", String.valueOf(sent));
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
    "1INCHUSDT, USDT",
    "BNSOLUSDT, USDT",
    "DUSDT, USDT",
    "USDTTRY, TRY",
    // Not listed; one split has two listed assets, and the longest suffix would be wrong.
    "BNBUSD, USD",
    "DOTUSD, USD",
    "XRPRLUSD, RLUSD",
    "BNBETH, ETH",
    // Not listed; a multiple of a listed asset.
    "1000SHIBUSDT, USDT",
    "1MSHIBUSDT, USDT"
  })
  void theCurrencyIsTheQuoteAsset(String symbol, String currency) throws Rejection {
    assertThat(BinanceSymbols.of(null).quoteAsset(symbol)).isEqualTo(currency);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "btcusdt",
        "BTC-USDT",
        "BTC/USDT",
        "BTCUSD_200925",
        " BTCUSDT",
        "BTCUSDT ",
        "BTC USDT",
        "USDT",
        "U",
        "ZZZZ",
        "ßUSDT",
        "A\uFFFDUSDT",
        "\uD83D\uDE00USDT",
        "A\u0000USDT",
        "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEEEEUSDT",
        "SOLUSDQ",
        "BTCUSD_PERP",
        "BTCUSD4",
        "ETHBTCX"
      })
  void otherSymbolsHaveAnUnknownForm(String symbol) {
    assertThatThrownBy(() -> BinanceSymbols.of(null).quoteAsset(symbol))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(RejectReason.SYMBOL_UNKNOWN_FORM));
  }

  @ParameterizedTest
  @CsvSource({
    "GALAEUR, may be GAL/AEUR or GALA/EUR",
    "ARBUSD, may be AR/BUSD or ARB/USD",
    "BTCXUSD, has no listed base asset before USD",
    "ZZZZFDUSD, has no listed base asset before FDUSD or USD",
    "ZZZZRLUSD, has no listed base asset before RLUSD or USD",
    "1000ZZZZUSDT, has no listed base asset before USDT",
    "龙USDC, has no listed base asset before USDC"
  })
  void splitThatIsAGuessIsAmbiguous(String symbol, String detail) {
    assertThatThrownBy(() -> BinanceSymbols.of(null).quoteAsset(symbol))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(RejectReason.QUOTE_ASSET_AMBIGUOUS))
        .hasMessage("\"" + symbol + "\" is not listed and " + detail);
  }

  /** A list that lacks one symbol: the right quote asset, or a dead letter, but never another. */
  @Test
  void unlistedSymbolNeverGetsAWrongCurrency() {
    List<String> lines =
        new String(
                BundledResources.bytes(Binance.class, "symbols/binance_symbols.csv"),
                StandardCharsets.UTF_8)
            .lines()
            .toList();
    int found = 0;
    int rejected = 0;
    for (int i = 1; i < lines.size(); i += 20) {
      List<String> others = new ArrayList<>(lines);
      String[] cells = others.remove(i).split(",");
      byte[] list = String.join("\n", others).getBytes(StandardCharsets.UTF_8);
      BinanceSymbols symbols = BinanceSymbols.of(new SymbolList("others", list));
      try {
        assertThat(symbols.quoteAsset(cells[0])).isEqualTo(cells[2]);
        found++;
      } catch (Rejection rejection) {
        rejected++;
      }
    }
    assertThat(found).isGreaterThan(80);
    assertThat(rejected).isPositive();
  }

  private static Trade trade(GenericRecord record) {
    Outcome outcome = Judge.of(BINANCE).judge(message(bytes(record)));
    return ((Outcome.Accepted) outcome).trade();
  }
}
