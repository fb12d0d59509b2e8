package com.k2.marketdata.feed.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of message that was seen in recordings. */
class FramesTest {
  private static final LineParser BINANCE = parser("binance");
  private static final LineParser KRAKEN = parser("kraken");
  private static final String SPOT =
      "{\"e\":\"trade\",\"E\":1778656560209,\"s\":\"BTCUSDT\",\"t\":6291886372,"
          + "\"p\":\"80153.50000000\",\"q\":\"0.00024000\",\"T\":1778656560208,\"m\":false,"
          + "\"M\":true}";

  @Test
  void binanceTradeAsTheRawSchemaNamesIt() {
    RecordedTrade trade = trades(BINANCE, SPOT).get(0);
    assertThat(trade.raw())
        .hasToString(
            "{\"event_type\": \"trade\", \"event_time_ms\": 1778656560209,"
                + " \"symbol\": \"BTCUSDT\", \"trade_id\": 6291886372,"
                + " \"price\": \"80153.50000000\", \"quantity\": \"0.00024000\","
                + " \"trade_time_ms\": 1778656560208, \"is_buyer_maker\": false,"
                + " \"is_best_match\": true, \"ingestion_timestamp\": null}");
    assertThat(trade.symbol()).isEqualTo("BTCUSDT");
    assertThat(trade.timeMicros()).isEqualTo(OptionalLong.of(1778656560208_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stream\":\"btcusdt@trade\",\"data\":%s}",
        "1723161254087896568 %s",
        "1723161254087896 {\"stream\":\"btcusdt@trade\",\"data\":%s}",
        "1617666461.5072992\t%s",
        "2026-01-01T00:00:00.5Z %s",
        "2026-01-01 00:00:00+01:00 \t%s",
        "  %s  "
      })
  void wrapperAndReceiveTimeMakeNoDifference(String form) {
    assertThat(trades(BINANCE, form.formatted(SPOT)).get(0).raw())
        .isEqualTo(trades(BINANCE, SPOT).get(0).raw());
  }

  @Test
  void additionalFieldsAreIgnored() {
    // The order ids of an older form, and the fields of futures.
    String more =
        SPOT.replace("\"m\":", "\"b\":133829535,\"a\":\"x-1\",\"X\":\"MARKET\",\"st\":1,\"m\":");
    assertThat(trades(BINANCE, more).get(0).raw()).isEqualTo(trades(BINANCE, SPOT).get(0).raw());
  }

  @Test
  void absentBestMatchIsNull() {
    GenericRecord raw = trades(BINANCE, SPOT.replace(",\"M\":true", "")).get(0).raw();
    assertThat(raw.get("is_best_match")).isNull();
  }

  @Test
  void priceOfZeroIsPublishedForTheRules() {
    String zero = SPOT.replace("80153.50000000", "0").replace("0.00024000", "0");
    assertThat(trades(BINANCE, zero).get(0).raw().get("price")).isEqualTo("0");
  }

  @Test
  void numbersKeepTheirDigits() {
    String numbers =
        SPOT.replace("\"80153.50000000\"", "80153.50000000").replace("\"0.00024000\"", "5.0E-7");
    GenericRecord raw = trades(BINANCE, numbers).get(0).raw();
    assertThat(raw.get("price")).isEqualTo("80153.50000000");
    assertThat(raw.get("quantity")).isEqualTo("5.0E-7");
  }

  @Test
  void absentAndNullFieldsAreSentEmpty() {
    GenericRecord raw =
        trades(BINANCE, "{\"e\":\"trade\",\"p\":null,\"T\":null,\"m\":true}").get(0).raw();
    assertThat(raw.get("price")).isEqualTo("");
    assertThat(raw.get("symbol")).isEqualTo("");
    assertThat(raw.get("trade_time_ms")).isEqualTo(0L);
    assertThat(raw.get("trade_id")).isEqualTo(-1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"stream\":\"lrcbtc@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"s\":\"LRCBTC\",\"a\":1}} |"
            + " aggTrade",
        "{\"e\":\"kline\",\"k\":{}} | kline",
        "{\"result\":null,\"id\":1} | response",
        "{\"id\":\"x\",\"status\":200,\"result\":[]} | response",
        "{\"error\":{\"code\":2,\"msg\":\"Invalid request\"},\"id\":3} | response",
        "{\"error\":{\"code\":3,\"msg\":\"Invalid JSON\"}} | response",
        "{\"stream\":\"btcusdt@depth5\",\"data\":{\"lastUpdateId\":1,\"bids\":[],\"asks\":[]}} |"
            + " depth",
        "{\"u\":1,\"s\":\"BNBUSDT\",\"b\":\"1\",\"B\":\"2\",\"a\":\"3\",\"A\":\"4\"} | bookTicker",
        "[{\"e\":\"24hrMiniTicker\"},{\"e\":\"24hrMiniTicker\"}] | 24hrMiniTicker",
        "{\"stream\":\"!ticker@arr\",\"data\":[{\"e\":\"24hrTicker\"}]} | 24hrTicker"
      })
  void otherBinanceMessagesAreSkippedByKind(String line, String kind) {
    assertThat(BINANCE.parse(line)).isEqualTo(new ParsedLine.Skipped(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Binance DEX: an array, ids that are strings, nanoseconds, and no side.
        "{\"stream\":\"trades\",\"data\":[{\"e\":\"trade\",\"t\":\"16927042-0\","
            + "\"T\":1561939222635379202}]}",
        "{\"e\":\"trade\",\"t\":\"16927042-0\",\"m\":true}",
        "{\"e\":\"trade\",\"t\":1}",
        "{\"e\":\"trade\",\"t\":99999999999999999999,\"m\":true}",
        "{\"e\":\"trade\",\"t\":1.5,\"m\":true}",
        "{\"e\":\"trade\",\"p\":{},\"m\":true}",
        "{\"e\":\"trade\",\"m\":\"perhaps\"}",
        "{\"s\":\"BTCUSDT\"}",
        "[{\"e\":\"trade\"},{\"e\":\"24hrTicker\"}]",
        "[]",
        "{\"stream\":\"x\",\"data\":null}",
        "11782582,6.00000000,10.50000000,14974848,14974848,1698623939783,False,True",
        "[1]",
        "{\"e\":\"trade\"",
        "{\"e\":\"trade\",\"m\":true} {}",
        "1617666461.5",
        "no JSON"
      })
  void otherBinanceLinesAreUnknown(String line) {
    assertThat(BINANCE.parse(line)).isInstanceOf(ParsedLine.Unknown.class);
  }

  @Test
  void everyTradeOfAKrakenFrame() {
    List<RecordedTrade> trades =
        trades(
            KRAKEN,
            "1617666461.5 [321,[[\"58721.20000\",\"0.00000050\",\"1617666461.465618\",\"s\",\"m\","
                + "\"\"],[\"58721.3\",\"0.1\",\"1617666461.466773\",\"b\",\"l\",\"x\"]],\"trade\","
                + "\"XBT/USD\"]");
    assertThat(trades).hasSize(2);
    assertThat(trades.get(0).raw())
        .hasToString(
            "{\"channel_id\": 321, \"price\": \"58721.20000\", \"volume\": \"0.00000050\","
                + " \"timestamp\": \"1617666461.465618\", \"side\": \"s\","
                + " \"order_type\": \"m\", \"misc\": \"\", \"pair\": \"XBT/USD\","
                + " \"ingestion_timestamp\": null}");
    assertThat(trades.get(1).timeMicros()).isEqualTo(OptionalLong.of(1617666461_466773L));
  }

  @Test
  void numericKrakenTimeKeepsItsText() {
    RecordedTrade trade =
        trades(
                KRAKEN,
                "[1,[[\"1023.82219\",\"0.00435995\",1385579841.7774,\"s\",\"l\"]],\"trade\","
                    + "\"XBT/USD\"]")
            .get(0);
    assertThat(trade.raw().get("timestamp")).isEqualTo("1385579841.7774");
    assertThat(trade.raw().get("misc")).isEqualTo("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"event\":\"heartbeat\"} | heartbeat",
        "{\"channelID\":465,\"event\":\"subscriptionStatus\",\"pair\":\"XBT/CHF\"} |"
            + " subscriptionStatus",
        "{\"error\":\"Currency pair not supported XBT/USD\",\"method\":\"subscribe\"} | subscribe",
        "[321,{\"a\":[]},{\"b\":[]},\"book-10\",\"XBT/USD\"] | book-10",
        "[321,[\"1\",\"2\"],\"spread\",\"XBT/USD\"] | spread",
        "{\"channel\":\"heartbeat\"} | WebSocket v2 heartbeat",
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"online\"}]} |"
            + " WebSocket v2 status",
        "{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\"},\"success\":true} | subscribe",
        "{\"error\":\"Currency pair not supported\",\"method\":\"subscribe\",\"success\":false} |"
            + " subscribe",
        "{\"method\":\"pong\",\"req_id\":1} | pong",
        "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[]} | WebSocket v2 book",
        "[[{\"T1\":{\"pair\":\"XBT/USD\"}}],\"ownTrades\",{\"sequence\":1}] | ownTrades",
        "{\"event\":\"subscribed\",\"feed\":\"trade\",\"product_ids\":[\"PI_XBTUSD\"]} | subscribed",
        "{\"feed\":\"ticker\",\"product_id\":\"PI_XBTUSD\"} | Kraken Futures ticker"
      })
  void otherKrakenMessagesAreSkippedByKind(String line, String kind) {
    assertThat(KRAKEN.parse(line)).isEqualTo(new ParsedLine.Skipped(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Responses of the REST interface: a row without its pair, and an object with several.
        "[\"1023.82219\",\"0.00435995\",1385579841.7774,\"s\",\"l\",\"\"]",
        "{\"error\":[],\"result\":{\"BTC/USD\":[[\"83930.3\",\"0.1\",1790359840.9,\"s\",\"l\",\"\","
            + "1]],\"last\":\"1790359841138228746\"}}",
        "[321,\"x\",\"trade\",\"XBT/USD\"]",
        "[321,[\"x\"],\"trade\",\"XBT/USD\"]",
        "[\"x\",[],\"trade\",\"XBT/USD\"]",
        "[321,[[{}]],\"trade\",\"XBT/USD\"]",
        "[]"
      })
  void otherKrakenLinesAreUnknown(String line) {
    assertThat(KRAKEN.parse(line)).isInstanceOf(ParsedLine.Unknown.class);
  }

  @Test
  void krakenTradesOfVersionTwoAreRefused() {
    assertThat(
            KRAKEN.parse(
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\","
                    + "\"side\":\"buy\",\"price\":26700.1,\"qty\":0.0015,\"trade_id\":4665846}]}"))
        .isEqualTo(new ParsedLine.Refused("WebSocket v2 trade"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trade", "trade_snapshot"})
  void krakenFuturesTradesAreRefused(String feed) {
    assertThat(
            KRAKEN.parse(
                "{\"feed\":\""
                    + feed
                    + "\",\"product_id\":\"PI_XBTUSD\",\"side\":\"sell\",\"price\":34969.5}"))
        .isEqualTo(new ParsedLine.Refused("Kraken Futures " + feed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"X\":\"INSURANCE_FUND\" | trade with the execution type \"INSURANCE_FUND\"",
        "\"X\":\"ADL\" | trade with the execution type \"ADL\"",
        "\"X\":\"NA\" | trade with the execution type \"NA\"",
        "\"s\":\"BTCUSD_PERP\" | futures trade",
        "\"s\":\"BTCUSD_200925\",\"X\":\"MARKET\" | futures trade",
        "\"s\":\"BTC-200730-9000-C\" | options trade"
      })
  void binanceTradesOfOtherProductsAreRefused(String fields, String product) {
    String line = SPOT.replace("\"M\":true", fields);
    assertThat(BINANCE.parse(line)).isEqualTo(new ParsedLine.Refused(product));
  }

  @Test
  void zeroPriceWithoutExecutionTypeIsPublished() {
    String zero = SPOT.replace("80153.50000000", "0").replace("\"M\":true", "\"X\":\"NA\"");
    assertThat(trades(BINANCE, zero)).hasSize(1);
  }

  @Test
  void unknownReceiveTimeIsExplained() {
    assertThat(BINANCE.parse("01/02/2026 00:00 " + SPOT))
        .isInstanceOfSatisfying(
            ParsedLine.Unknown.class,
            unknown -> assertThat(unknown.why()).contains("2026-01-01T00:00:00.5Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binance | trade_time_ms | 1680652799999 | 1680652800000",
        "binance | trade_time_ms | 1741046401271497 | 1741046401272497",
        "binance | event_time_ms | 1680652799999 | 1680652800000",
        "binance | event_time_ms | 0 | 0",
        "kraken | timestamp | 1617666461.465618 | 1617666461.466618",
        "kraken | timestamp | 1617666461.999999999 | 1617666462.000999999",
        "kraken | timestamp | 1617666461 | 1617666461.001000",
        "kraken | timestamp | soon | soon"
      })
  void timesMoveInTheirOwnUnit(String exchange, String field, String time, String moved) {
    RecordingFormat format = RecordingFormat.of(Exchanges.named(exchange));
    GenericRecord raw =
        exchange.equals("kraken")
            ? trades(KRAKEN, "[1,[[\"1\",\"2\",\"3\",\"s\",\"l\"]],\"trade\",\"XBT/USD\"]")
                .get(0)
                .raw()
            : trades(BINANCE, SPOT).get(0).raw();
    raw.put(field, exchange.equals("kraken") ? time : (Object) Long.valueOf(time));
    format.moveTimes(raw, 1_000);
    assertThat(raw.get(field)).hasToString(moved);
  }

  @Test
  void deepNestingIsUnknownToo() {
    assertThat(KRAKEN.parse("[".repeat(500_000))).isInstanceOf(ParsedLine.Unknown.class);
  }

  private static List<RecordedTrade> trades(LineParser parser, String line) {
    assertThat(parser.parse(line)).isInstanceOf(ParsedLine.Trades.class);
    return ((ParsedLine.Trades) parser.parse(line)).trades();
  }

  private static LineParser parser(String name) {
    Exchange exchange = Exchanges.named(name);
    return RecordingFormat.of(exchange).frames();
  }
}
