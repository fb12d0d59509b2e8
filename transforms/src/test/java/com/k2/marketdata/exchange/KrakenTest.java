package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.KAFKA_MILLIS;
import static com.k2.marketdata.testing.RawTrades.KRAKEN;
import static com.k2.marketdata.testing.RawTrades.SCHEMA_ID;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.kraken;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenTest {

  @ParameterizedTest
  @CsvSource({"1767225600123, 1767225600123000", "1767225600123005, 1767225600123005"})
  void producerTimeHasTheUnitOfItsLength(long sent, long micros) {
    assertThat(trade(with(kraken(), "ingestion_timestamp", sent)).producerMicros())
        .isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1767225600, Long.MAX_VALUE})
  void producerTimeOutOfRangeIsNull(long sent) {
    assertThat(trade(with(kraken(), "ingestion_timestamp", sent)).producerMicros()).isNull();
  }

  @Test
  void aTradeInFull() {
    assertThat(trade(kraken()))
        .isEqualTo(
            new Trade(
                "KRAKEN-1617666461.465618-3-42",
                "BTCUSD",
                1617666461465618L,
                new BigDecimal("58721.2"),
                new BigDecimal("0.02798644"),
                "USD",
                Side.SELL,
                List.of("market"),
                null,
                KAFKA_MILLIS * 1000 + 5,
                Map.of("channel_id", "321", "order_type", "m", "pair", "XBT/USD"),
                SCHEMA_ID));
  }

  @Test
  void sidesAreThoseOfTheTaker() {
    assertThat(trade(with(kraken(), "side", "b")).side()).isEqualTo(Side.BUY);
    assertThat(trade(with(kraken(), "side", "s")).side()).isEqualTo(Side.SELL);
  }

  @Test
  void nanosecondsAreTruncatedButKeptInTheId() {
    Trade trade = trade(with(kraken(), "timestamp", "1617666461.465618999"));
    assertThat(trade.timestampMicros()).isEqualTo(1617666461465618L);
    assertThat(trade.tradeId()).isEqualTo("KRAKEN-1617666461.465618999-3-42");
  }

  @Test
  void orderTypesAreConditions() {
    assertThat(trade(with(kraken(), "order_type", "l")).conditions()).containsExactly("limit");
    assertThat(trade(with(kraken(), "order_type", "x")).conditions()).containsExactly("x");
    assertThat(trade(with(kraken(), "order_type", "")).conditions()).isEmpty();
    assertThat(trade(with(kraken(), "misc", "y")).vendorData()).containsEntry("misc", "y");
  }

  @ParameterizedTest
  @CsvSource({
    "XBT/USD, BTC, USD",
    "ETH/XBT, ETH, BTC",
    "XDG/XBT, DOGE, BTC",
    "AIXBT/USD, AIXBT, USD",
    "BTC/USD, BTC, USD",
    "XXBT/ZUSD, BTC, USD",
    "AAPLx/USD, AAPLx, USD",
    "NEWCOIN/EUR, NEWCOIN, EUR",
    "1INCH/USD, 1INCH, USD",
    "BRK.Bx/USD, BRK.Bx, USD",
    "ETH2.S/ETH, ETH2.S, ETH",
    "XBT.M/USD, XBT.M, USD"
  })
  void assetsHaveTheirUsualNames(String pair, String base, String quote) throws Rejection {
    assertThat(KrakenAssets.of(null).pair(pair)).isEqualTo(new KrakenAssets.Pair(base, quote));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XBTUSD",
        "/",
        "XBT/",
        "/USD",
        "XBT/USD/EUR",
        "xbt/usd",
        "XBT/usd",
        "XBT-USD",
        " XBT/USD",
        "XBT/USD ",
        "XBT /USD",
        "x/USD",
        "ETH.d/USD",
        "XBTUSD.d",
        "XBT/USD.d",
        ".S/ETH",
        "ETH./USD",
        "ETH..S/USD",
        "ETH.x/USD",
        "BTC/USD:USD",
        "X\uFFFD/USD",
        "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDD/USD"
      })
  void otherPairsHaveAnUnknownForm(String pair) {
    assertThatThrownBy(() -> KrakenAssets.of(null).pair(pair))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(RejectReason.SYMBOL_UNKNOWN_FORM));
  }

  @ParameterizedTest
  @CsvSource({
    "XBTUSD, is not two assets separated by one slash",
    "A/B/C, is not two assets separated by one slash",
    "xbt/usd, 'has the asset \"xbt\", which is not listed'",
    "BTC/USD:USD, 'has the asset \"USD:USD\", which is not listed'"
  })
  void detailSaysWhichPartIsWrong(String pair, String detail) {
    assertThatThrownBy(() -> KrakenAssets.of(null).pair(pair))
        .hasMessageContaining("\"" + pair + "\" " + detail);
  }

  private static Trade trade(GenericRecord record) {
    Outcome outcome = Judge.of(KRAKEN).judge(message(bytes(record)));
    return ((Outcome.Accepted) outcome).trade();
  }
}
