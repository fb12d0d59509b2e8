package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KRAKEN;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.KafkaMessageCoder;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.RangeReceiptCoder;
import com.k2.marketdata.message.ReadItemCoder;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.AcceptedCoder;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.RejectedCoder;
import com.k2.marketdata.trade.TradeCoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** The coders of all elements: round trips, determinism, serialization. */
class CodersTest {
  private static final RangeReceipt RECEIPT =
      new RangeReceipt(3, 40, 1L << 40, 1L << 40, 7, 1L << 33);
  private static final KafkaMessage TRADE = message(bytes(RawTrades.binance()));
  private static final Outcome.Accepted ACCEPTED =
      (Outcome.Accepted) Judge.of(BINANCE).judge(TRADE);
  private static final Outcome.Rejected TOMBSTONE =
      (Outcome.Rejected) Judge.of(BINANCE).judge(message(null));
  private static final Outcome.Rejected UNDECODABLE =
      (Outcome.Rejected) Judge.of(BINANCE).judge(message(new byte[5]));

  @Test
  void kafkaMessage() throws Exception {
    for (KafkaMessage message : List.of(TRADE, message(null), withHeaders(headers("a", "b")))) {
      assertCodes(KafkaMessageCoder.of(), message);
      assertCodes(ReadItemCoder.of(), message);
    }
    KafkaMessage decoded = CoderUtils.clone(KafkaMessageCoder.of(), withHeaders(headers("a", "b")));
    assertThat(decoded.headers()).containsOnlyKeys("a", "b").containsEntry("a", new byte[] {1});
    assertThat(decoded.headers().get("b")).isNull();
    assertThat(decoded.key()).containsExactly(7);
    assertThat(decoded.value()).isEmpty();
  }

  @Test
  void headersKeepTheirOrder() throws Exception {
    KafkaMessage message = withHeaders(headers("b", "a", "c"));
    assertThat(CoderUtils.clone(KafkaMessageCoder.of(), message).headers().keySet())
        .containsExactly("b", "a", "c");
  }

  @Test
  void receipt() throws Exception {
    assertCodes(RangeReceiptCoder.of(), RECEIPT);
    assertCodes(ReadItemCoder.of(), RECEIPT);
    CoderProperties.coderDecodeEncodeEqual(RangeReceiptCoder.of(), RECEIPT);
    CoderProperties.coderConsistentWithEquals(RangeReceiptCoder.of(), RECEIPT, RECEIPT);
  }

  @Test
  void trade() throws Exception {
    assertCodes(TradeCoder.of(), ACCEPTED.trade());
    CoderProperties.coderDecodeEncodeEqual(TradeCoder.of(), ACCEPTED.trade());
    CoderProperties.coderConsistentWithEquals(
        TradeCoder.of(),
        ACCEPTED.trade(),
        ((Outcome.Accepted) Judge.of(BINANCE).judge(TRADE)).trade());
    Outcome kraken = Judge.of(KRAKEN).judge(message(bytes(RawTrades.kraken())));
    CoderProperties.coderDecodeEncodeEqual(TradeCoder.of(), ((Outcome.Accepted) kraken).trade());
  }

  @Test
  void outcome() throws Exception {
    assertCodes(AcceptedCoder.of(), ACCEPTED);
    assertCodes(RejectedCoder.of(), TOMBSTONE);
    assertCodes(RejectedCoder.of(), UNDECODABLE);
    for (Outcome outcome :
        List.of(ACCEPTED, TOMBSTONE, UNDECODABLE, new Outcome.RangeDone(RECEIPT))) {
      assertCodes(OutcomeCoder.of(), outcome);
    }
  }

  private static <T> void assertCodes(Coder<T> coder, T value) throws Exception {
    coder.verifyDeterministic();
    CoderProperties.coderSerializable(coder);
    CoderProperties.coderDeterministic(coder, value, value);
    CoderProperties.structuralValueDecodeEncodeEqual(coder, value);
    assertThat(CoderUtils.clone(coder, value)).hasSameClassAs(value);
  }

  private static Map<String, byte[]> headers(String... names) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (String name : names) {
      headers.put(name, name.equals("a") ? new byte[] {1} : null);
    }
    return headers;
  }

  private static KafkaMessage withHeaders(Map<String, byte[]> headers) {
    return new KafkaMessage(
        "topic", "id", 0, Long.MAX_VALUE, -1, 0, headers, new byte[] {7}, new byte[0]);
  }
}
