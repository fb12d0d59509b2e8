package com.k2.marketdata.peer.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.peer.job.Names;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeMapperTest {
  private final TradeMapper binance = TradeMapper.of("binance", AvroMessage.NOW);
  private final TradeMapper kraken = TradeMapper.of("kraken", AvroMessage.NOW);

  @Test
  void mapsBinance() {
    assertThat(binance.map(AvroMessage.framed(AvroMessage.binance(), 1))).isTrue();
    assertThat(binance.reason()).isNull();
    assertThat(binance.tradeId).isEqualTo("BINANCE-3000000007");
    assertThat(binance.symbol).isEqualTo("ETHBTC");
    assertThat(binance.currency).isEqualTo("BTC");
    assertThat(binance.side).isEqualTo("SELL");
    assertThat(binance.price).isEqualTo("0.05312000");
    assertThat(binance.quantity).isEqualTo("1.25000000");
    assertThat(binance.tradeMicros).isEqualTo(1_799_999_998_999_000L);
    assertThat(binance.ingestionMicros).isEqualTo(1_799_999_999_500_000L);
    assertThat(binance.conditions).isEmpty();
    assertThat(binance.vendorData)
        .isEqualTo(
            "{\"event_type\":\"trade\",\"event_time_ms\":1799999999000,\"is_buyer_maker\":true}");
  }

  @Test
  void keepsBestMatchIfPresent() {
    GenericRecord trade = AvroMessage.binance();
    trade.put("is_best_match", false);
    assertThat(binance.map(AvroMessage.framed(trade, 1))).isTrue();
    assertThat(binance.vendorData).endsWith(",\"is_best_match\":false}");
  }

  @ParameterizedTest
  @CsvSource({"BTCUSDT,USDT", "BTCUSD,USD", "BNBETH,ETH", "SOLBRLX,BRLX", "X,X"})
  void currencyIsQuoteOfBinanceSymbol(String symbol, String currency) {
    GenericRecord trade = AvroMessage.binance();
    trade.put("symbol", symbol);
    assertThat(binance.map(AvroMessage.framed(trade, 1))).isTrue();
    assertThat(binance.currency).isEqualTo(currency);
  }

  @Test
  void mapsKraken() {
    assertThat(kraken.map(AvroMessage.framed(AvroMessage.kraken(), 2))).isTrue();
    // md5("1799999998.250000XBT/EUR64000.10000")
    assertThat(kraken.tradeId).isEqualTo("KRAKEN-1799999998.250000-386d6f98");
    assertThat(kraken.symbol).isEqualTo("BTCEUR");
    assertThat(kraken.currency).isEqualTo("EUR");
    assertThat(kraken.side).isEqualTo("SELL");
    assertThat(kraken.price).isEqualTo("64000.10000000");
    assertThat(kraken.quantity).isEqualTo("0.00500000");
    assertThat(kraken.tradeMicros).isEqualTo(1_799_999_998_250_000L);
    assertThat(kraken.conditions).containsExactly("limit");
    assertThat(kraken.vendorData)
        .isEqualTo("{\"channel_id\":337,\"order_type\":\"l\",\"misc\":\"\",\"pair\":\"XBT/EUR\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "price, 0.00000000, price_must_be_positive",
    "price, -1, price_must_be_positive",
    "price, high, deserialization_failed_or_null_fields",
    "volume, 0, quantity_must_be_positive",
    "side, x, invalid_side",
    "timestamp, 1800000000.000000, timestamp_in_future",
    "timestamp, 1768463999.999999, timestamp_too_old",
    "timestamp, today, deserialization_failed_or_null_fields"
  })
  void invalidTradesHaveAReason(String field, String value, String reason) {
    GenericRecord trade = AvroMessage.kraken();
    trade.put(field, value);
    assertThat(kraken.map(AvroMessage.framed(trade, 2))).isFalse();
    assertThat(kraken.reason()).isEqualTo(reason);
  }

  @Test
  void truncatedMessagesAreInvalid() {
    byte[] whole = AvroMessage.framed(AvroMessage.binance(), 1);
    for (int length = 0; length < whole.length; length++) {
      assertThat(binance.map(Arrays.copyOf(whole, length))).isFalse();
      assertThat(binance.reason()).isEqualTo(Names.UNREADABLE);
    }
    assertThat(binance.map(whole)).isTrue();
  }
}
