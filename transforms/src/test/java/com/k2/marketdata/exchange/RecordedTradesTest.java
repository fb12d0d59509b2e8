package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KRAKEN;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.kraken;
import static com.k2.marketdata.testing.RawTrades.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded trades keep exactly the values that the exchange sent. */
class RecordedTradesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binance_hftbacktest.csv",
        "binance_gocryptotrader.csv",
        "binance_trxusdt_microseconds.csv"
      })
  void fromBinance(String file) throws IOException {
    Judge judge = Judge.of(BINANCE);
    for (Map<String, String> row : rows(file)) {
      fromBinance(judge, row);
    }
  }

  private static void fromBinance(Judge judge, Map<String, String> row) {
    String time = row.getOrDefault("trade_time_ms", row.get("trade_time_us"));
    long micros = Long.parseLong(time) * (time.length() == 13 ? 1000 : 1);
    GenericRecord raw = binance();
    raw.put("trade_id", Long.parseLong(row.get("trade_id")));
    raw.put("symbol", row.get("symbol"));
    raw.put("price", row.get("price"));
    raw.put("quantity", row.get("qty"));
    raw.put("trade_time_ms", Long.parseLong(time));
    raw.put("is_buyer_maker", Boolean.parseBoolean(row.get("is_buyer_maker")));
    Trade trade = accepted(judge, raw, micros / 1000);
    assertThat(trade.tradeId()).isEqualTo("BINANCE-" + row.get("trade_id"));
    assertThat(trade.symbol()).isEqualTo(row.get("symbol"));
    assertThat(trade.price()).isEqualByComparingTo(row.get("price"));
    assertThat(trade.quantity()).isEqualByComparingTo(row.get("qty"));
    assertThat(trade.timestampMicros()).isEqualTo(micros);
    assertThat(trade.side())
        .isEqualTo(row.get("is_buyer_maker").equals("true") ? Side.SELL : Side.BUY);
  }

  @ParameterizedTest
  @ValueSource(strings = "kraken_cryptofeed.csv")
  void fromKraken(String file) throws IOException {
    Judge judge = Judge.of(KRAKEN);
    for (Map<String, String> row : rows(file)) {
      BigDecimal seconds = new BigDecimal(row.get("timestamp"));
      GenericRecord raw = kraken();
      row.forEach(raw::put);
      Trade trade = accepted(judge, raw, seconds.movePointRight(3).longValue());
      assertThat(trade.symbol())
          .isEqualTo(row.get("pair").replace("XBT", "BTC").replace("XDG", "DOGE").replace("/", ""));
      assertThat(trade.price()).isEqualByComparingTo(row.get("price"));
      assertThat(trade.quantity()).isEqualByComparingTo(row.get("volume"));
      assertThat(trade.timestampMicros())
          .isEqualTo(seconds.setScale(6, RoundingMode.DOWN).unscaledValue().longValueExact());
      assertThat(trade.side()).isEqualTo(row.get("side").equals("b") ? Side.BUY : Side.SELL);
    }
  }

  private static Trade accepted(Judge judge, GenericRecord raw, long kafkaMillis) {
    Outcome outcome = judge.judge(message(bytes(raw), kafkaMillis));
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    return ((Outcome.Accepted) outcome).trade();
  }

  static List<Map<String, String>> rows(String file) throws IOException {
    try (InputStream in = RecordedTradesTest.class.getResourceAsStream("../recorded/" + file)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      String[] header = lines.get(0).split(",", -1);
      return lines.stream()
          .skip(1)
          .map(
              line -> {
                String[] fields = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < header.length; i++) {
                  row.put(header[i], fields[i]);
                }
                return row;
              })
          .toList();
    }
  }
}
