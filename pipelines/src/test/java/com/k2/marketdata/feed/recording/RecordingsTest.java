package com.k2.marketdata.feed.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.trade.TradeRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final String BINANCE_HEADER =
      "trade_id,price,qty,trade_time_ms,is_buyer_maker,is_best_match,symbol\n";

  @TempDir private Path folder;
  private final SkippedLines skipped = new SkippedLines();

  @Test
  void binanceRowsKeepEveryDigit() throws IOException {
    List<RecordedTrade> trades =
        csv("binance", BINANCE_HEADER + "7,0.10000000,5E-7,1680652799999,True,,BTCUSDT\n");

    assertThat(trades).hasSize(1);
    assertThat(trades.get(0).raw())
        .hasToString(
            "{\"event_type\": \"trade\", \"event_time_ms\": 0, \"symbol\": \"BTCUSDT\","
                + " \"trade_id\": 7, \"price\": \"0.10000000\", \"quantity\": \"5E-7\","
                + " \"trade_time_ms\": 1680652799999, \"is_buyer_maker\": true,"
                + " \"is_best_match\": null, \"ingestion_timestamp\": null}");
    assertThat(trades.get(0).timeMicros()).isEqualTo(OptionalLong.of(1680652799999_000L));
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    List<RecordedTrade> trades =
        csv(
            "binance",
            "symbol,is_buyer_maker,event_time_us,trade_time_us,more,price\r\n"
                + "TRXUSDT,false,1741046401271969,1741046401271497,x,\"0.2312\"\r\n\r\n");

    assertThat(trades).hasSize(1);
    assertThat(trades.get(0).raw().get("trade_time_ms")).isEqualTo(1741046401271497L);
    assertThat(trades.get(0).raw().get("event_time_ms")).isEqualTo(1741046401271969L);
    assertThat(trades.get(0).raw().get("price")).isEqualTo("0.2312");
    // The source has none. They are sent empty, and the rules reject them.
    assertThat(trades.get(0).raw().get("quantity")).isEqualTo("");
    assertThat(trades.get(0).raw().get("trade_id")).isEqualTo(-1L);
    assertThat(trades.get(0).timeMicros()).isEqualTo(OptionalLong.of(1741046401271497L));
  }

  @Test
  void missingSideIsNotInvented() throws IOException {
    assertThat(csv("binance", BINANCE_HEADER + "7,1,2,1680652799999,,true,BTCUSDT\n")).isEmpty();
    assertThat(skipped.unknown()).isOne();
    assertThat(skipped.examples().get(0)).contains("rows:2").contains("is_buyer_maker is missing");

    assertThatThrownBy(() -> csv("binance", "trade_id,price,qty,trade_time_ms,symbol\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rows:1: there is no column is_buyer_maker; the header");
  }

  @Test
  void rowOutsideTheRawSchemaIsReported() throws IOException {
    List<RecordedTrade> trades =
        csv(
            "binance",
            BINANCE_HEADER
                + "16927042-0,1,2,1680652799999,true,true,BTCUSDT\n"
                + "99999999999999999999,1,2,1680652799999,true,true,BTCUSDT\n"
                + "1,1,2,yesterday,true,true,BTCUSDT\n"
                + "1,1,2,1680652799999,yes,true,BTCUSDT\n"
                + "8,1,2,1680652799999,true,true,BTCUSDT\n");

    assertThat(trades).hasSize(1);
    assertThat(skipped.unknown()).isEqualTo(4);
    assertThat(skipped.examples())
        .hasSize(4)
        .allMatch(example -> example.startsWith(folder.toString()));
  }

  @Test
  void cellsInQuotesMayContainCommasAndQuotes() throws IOException {
    List<RecordedTrade> trades =
        csv(
            "kraken",
            "\"pair\",price,volume,timestamp,side,misc\n"
                + "\"XBT/USD\",1,2,\"1525752700.0295\",s,\"a, \"\"b\"\"\"\n");
    assertThat(trades.get(0).raw().get("pair")).isEqualTo("XBT/USD");
    assertThat(trades.get(0).raw().get("misc")).isEqualTo("a, \"b\"");
  }

  @Test
  void quotesOutOfPlaceSpoilOneLine() throws IOException {
    List<RecordedTrade> trades =
        csv(
            "kraken",
            "pair,price,volume,timestamp,side\n"
                + "\"XBT/USD,1,2,1525752700,s\n"
                + "\"XBT\"/USD,1,2,1525752700,s\n"
                + "XBT/USD,1,2,1525752700,s\n");
    assertThat(trades).hasSize(1);
    assertThat(skipped.examples().get(0)).contains("rows:2: character ").contains("closing quote");
    assertThat(skipped.examples().get(1)).contains("rows:3: character ");
  }

  @Test
  void exchangeWithoutRecordingFormatIsRefused() {
    Exchange other =
        new Exchange() {
          private static final long serialVersionUID = 1L;

          @Override
          public String name() {
            return "other";
          }

          @Override
          public Schema rawSchema() {
            return Exchanges.named("kraken").rawSchema();
          }

          @Override
          public TradeRules rules(RuleSettings settings) {
            return Exchanges.named("kraken").rules(settings);
          }
        };
    assertThatThrownBy(() -> RecordingFormat.of(other))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot read recordings of other, only of binance, kraken");
  }

  @Test
  void krakenRowsAreSentAsRecorded() throws IOException {
    List<RecordedTrade> trades =
        csv(
            "kraken",
            "\uFEFFpair,price,volume,timestamp,side,order_type,misc,trade_id\n"
                + "XBT/USDT,105433.60000,0.00027625,1762795433.971744567,b,l,,10218208\n"
                + "XBT/USD,9431.10000,2.02000000,1525752700.0295,,m,\n"
                + "XBT/USD,9431.10000,2.02000000,soon,s,m\n");

    assertThat(trades).hasSize(3);
    assertThat(trades.get(0).raw())
        .hasToString(
            "{\"channel_id\": 0, \"price\": \"105433.60000\", \"volume\": \"0.00027625\","
                + " \"timestamp\": \"1762795433.971744567\", \"side\": \"b\","
                + " \"order_type\": \"l\", \"misc\": \"\", \"pair\": \"XBT/USDT\","
                + " \"ingestion_timestamp\": null}");
    assertThat(trades.get(0).timeMicros()).isEqualTo(OptionalLong.of(1762795433_971744L));
    assertThat(trades.get(1).raw().get("side")).isEqualTo("");
    assertThat(trades.get(2).timeMicros()).isEmpty();
  }

  @Test
  void gzipIsDetectedByContent() throws IOException {
    Path file = folder.resolve("named.csv");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          (BINANCE_HEADER + "8,1,2,1680652799999,true,true,BTCUSDT\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read("binance", FeedFormat.CSV, file)).hasSize(1);
  }

  @Test
  void otherCsvFilesAreRefused() {
    assertThatThrownBy(() -> csv("kraken", "11782582,6.0,10.5,1698623939783,False,True\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rows:1: there is no column pair or price or volume");
    assertThatThrownBy(() -> csv("kraken", ""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("empty");
  }

  private List<RecordedTrade> csv(String exchange, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("rows"), content);
    return read(exchange, FeedFormat.CSV, file);
  }

  private List<RecordedTrade> read(String exchange, FeedFormat format, Path file) {
    List<RecordedTrade> trades = new ArrayList<>();
    try (RecordingReader reader =
        new RecordingReader(file, RecordingFormat.of(Exchanges.named(exchange)), format, skipped)) {
      for (RecordedTrade trade = reader.next(); trade != null; trade = reader.next()) {
        trades.add(trade);
      }
    }
    return trades;
  }
}
