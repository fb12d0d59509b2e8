package com.k2.marketdata.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoinbaseTest {
  private static final long KAFKA_MILLIS = Instant.parse("2014-11-07T08:19:27.028Z").toEpochMilli();
  private static final String MAKER = "ac928c66-ca53-498f-9c13-a110027a60e8";
  private static final String TAKER = "132fb6ae-456b-4654-b4e0-d681ac05cea1";

  @Test
  void isFoundByItsRegistration() {
    assertThat(Exchanges.named("coinbase")).isInstanceOf(Coinbase.class);
  }

  @Test
  void aTradeInFull() {
    assertThat(trade(match()))
        .isEqualTo(
            new Trade(
                "COINBASE-10",
                "BTCUSD",
                1415348367028459L,
                new BigDecimal("400.23"),
                new BigDecimal("5.23512"),
                "USD",
                Side.BUY,
                List.of(),
                50L,
                1415348367028500L,
                Map.of(
                    "maker_order_id",
                    MAKER,
                    "taker_order_id",
                    TAKER,
                    "product_id",
                    "BTC-USD",
                    "side",
                    "sell"),
                RawTrades.SCHEMA_ID));
  }

  @Test
  void sideIsThatOfTheTaker() {
    assertThat(trade(with("side", "sell")).side()).isEqualTo(Side.BUY);
    assertThat(trade(with("side", "buy")).side()).isEqualTo(Side.SELL);
  }

  @Test
  void negativeNumbersAreMissing() {
    GenericRecord record = RawTrades.with(match(), "trade_id", -1L);
    Trade trade = trade(RawTrades.with(record, "sequence", -1L));
    assertThat(trade.tradeId()).isEqualTo("COINBASE-2014-11-07T08:19:27.028459Z-3-42");
    assertThat(trade.sourceSequence()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "type, last_match, EVENT_TYPE_UNEXPECTED",
    "type, '', EVENT_TYPE_UNEXPECTED",
    "product_id, '', SYMBOL_MISSING",
    "product_id, BTCUSD, SYMBOL_UNKNOWN_FORM",
    "product_id, btc-usd, SYMBOL_UNKNOWN_FORM",
    "product_id, BTC-USD-PERP, SYMBOL_UNKNOWN_FORM",
    "price, '', PRICE_MISSING",
    "price, '400,23', PRICE_NOT_A_NUMBER",
    "price, 0, PRICE_NOT_POSITIVE",
    "price, 1E+16, PRICE_OUT_OF_RANGE",
    "price, 0.0000000000001, PRICE_SCALE_EXCEEDED",
    "size, '', QUANTITY_MISSING",
    "size, NaN, QUANTITY_NOT_A_NUMBER",
    "size, -1, QUANTITY_NOT_POSITIVE",
    "size, 12345678901234567, QUANTITY_OUT_OF_RANGE",
    "size, 0.0000000000001, QUANTITY_SCALE_EXCEEDED",
    "side, '', SIDE_MISSING",
    "side, b, SIDE_UNKNOWN",
    "time, '', TIMESTAMP_MISSING",
    "time, 2014-11-07 08:19:27, TIMESTAMP_UNPARSABLE",
    "time, 2014-11-07T08:19:34Z, TIMESTAMP_IN_FUTURE",
    "time, 2013-11-06T08:19:27Z, TIMESTAMP_TOO_OLD"
  })
  void everyFaultHasItsReason(String field, String value, RejectReason reason) {
    assertThat(judge(with(field, value)))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason));
  }

  private static Trade trade(GenericRecord record) {
    return ((Outcome.Accepted) judge(record)).trade();
  }

  private static Outcome judge(GenericRecord record) {
    return Judge.of(new Coinbase()).judge(RawTrades.message(RawTrades.bytes(record), KAFKA_MILLIS));
  }

  private static GenericRecord with(String field, String value) {
    return RawTrades.with(match(), field, value);
  }

  /** The example of Coinbase's documentation. */
  private static GenericRecord match() {
    GenericRecord record = new GenericData.Record(new Coinbase().rawSchema());
    record.put("type", "match");
    record.put("trade_id", 10L);
    record.put("sequence", 50L);
    record.put("maker_order_id", MAKER);
    record.put("taker_order_id", TAKER);
    record.put("time", "2014-11-07T08:19:27.028459Z");
    record.put("product_id", "BTC-USD");
    record.put("size", "5.23512");
    record.put("price", "400.23");
    record.put("side", "sell");
    record.put("ingestion_timestamp", 1415348367028500L);
    return record;
  }
}
