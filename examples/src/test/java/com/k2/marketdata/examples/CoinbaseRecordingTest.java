package com.k2.marketdata.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.feed.recording.CsvHeader;
import com.k2.marketdata.feed.recording.Defect;
import com.k2.marketdata.feed.recording.ParsedLine;
import com.k2.marketdata.feed.recording.RecordedTrade;
import com.k2.marketdata.feed.recording.RecordingFormat;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Outcome;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoinbaseRecordingTest {
  private static final RecordingFormat RECORDING = RecordingFormat.of(Exchanges.named("coinbase"));
  private static final String MATCH =
      "{\"type\":\"match\",\"trade_id\":10,\"sequence\":50,\"maker_order_id\":\"m\","
          + "\"taker_order_id\":\"t\",\"time\":\"2014-11-07T08:19:27.028459Z\","
          + "\"product_id\":\"BTC-USD\",\"size\":\"5.23512\",\"price\":\"400.23\",\"side\":\"sell\"}";

  @Test
  void matchKeepsEveryField() {
    RecordedTrade trade = trade(RECORDING.frames().parse(MATCH));
    assertThat(trade.raw())
        .hasToString(
            "{\"type\": \"match\", \"trade_id\": 10, \"sequence\": 50, \"maker_order_id\": \"m\","
                + " \"taker_order_id\": \"t\", \"time\": \"2014-11-07T08:19:27.028459Z\","
                + " \"product_id\": \"BTC-USD\", \"size\": \"5.23512\", \"price\": \"400.23\","
                + " \"side\": \"sell\", \"ingestion_timestamp\": null}");
    assertThat(trade.timeMicros()).isEqualTo(OptionalLong.of(1415348367028459L));
  }

  @Test
  void csvRowIsTheSameTrade() {
    CsvHeader header =
        new CsvHeader(
            Path.of("rows.csv"),
            "price,size,side,time,product_id,sequence,trade_id,taker_order_id,maker_order_id");
    String row = "400.23,5.23512,sell,2014-11-07T08:19:27.028459Z,\"BTC-USD\",50,10,t,m";
    assertThat(trade(RECORDING.csv(header).parse(row)))
        .isEqualTo(trade(RECORDING.frames().parse(MATCH)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"last_match", "heartbeat", "subscriptions"})
  void otherMessagesAreSkippedByType(String type) {
    assertThat(RECORDING.frames().parse("{\"type\":\"" + type + "\"}"))
        .isEqualTo(new ParsedLine.Skipped(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "no JSON", "{\"type\":\"match\",\"trade_id\":\"x\"}"})
  void otherLinesAreUnknown(String line) {
    assertThat(RECORDING.frames().parse(line)).isInstanceOf(ParsedLine.Unknown.class);
  }

  @Test
  void everyDefectIsRejectedForItsReason() {
    Judge judge = Judge.of(new Coinbase());
    assertThat(RECORDING.defects()).isNotEmpty();
    for (Defect defect : RECORDING.defects()) {
      GenericRecord record = trade(RECORDING.frames().parse(MATCH)).raw();
      record.put("ingestion_timestamp", 0L);
      defect.record().accept(record);
      Outcome outcome = judge.judge(RawTrades.message(RawTrades.bytes(record), 1415348367028L));
      assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
      assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(defect.expected());
    }
  }

  private static RecordedTrade trade(ParsedLine line) {
    return ((ParsedLine.Trades) line).trades().get(0);
  }
}
