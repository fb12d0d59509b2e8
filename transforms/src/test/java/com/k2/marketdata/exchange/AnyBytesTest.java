package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KRAKEN;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.Trade;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes give exactly one outcome and never an exception. {@code -Dk2.fuzz.tries=1000000} makes
 * more tries, {@code -Dk2.fuzz.seed} repeats those of a failure.
 */
class AnyBytesTest {
  private static final int TRIES = Integer.getInteger("k2.fuzz.tries", 20_000);
  private static final long SEED = Long.getLong("k2.fuzz.seed", System.nanoTime());
  private static final String[] TEXTS = {
    "",
    "0",
    "-1",
    "1E+2000000000",
    "NaN",
    "trade",
    "b",
    "s",
    "l",
    "XBT/USD",
    "BTCUSDT",
    "/",
    ".",
    "1617666461.465618",
    "1.",
    "\u0000",
    "\uD83D\uDE00",
    "币安人生USDT",
    "9".repeat(200),
    "\uD83D\uDE00".repeat(50),
    "a" + "\uD83D\uDE00".repeat(50),
    "ZZZ/" + "9".repeat(30)
  };

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void randomBytes(String exchange) throws Exception {
    Judge judge = Judge.of(Exchanges.named(exchange));
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 12)];
      random.nextBytes(bytes);
      if (random.nextInt(4) > 0) {
        Arrays.fill(bytes, 0, Math.min(bytes.length, 5), (byte) 0);
      }
      assertOneOutcome(judge, bytes, i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void mutatedMessages(String exchange) throws Exception {
    Judge judge = Judge.of(Exchanges.named(exchange));
    byte[] valid = bytes(exchange.equals("binance") ? RawTrades.binance() : RawTrades.kraken());
    for (int i = 0; i < TRIES; i++) {
      assertOneOutcome(judge, mutated(valid), i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void recordsOfOddValues(String exchange) throws Exception {
    Judge judge = Judge.of(Exchanges.named(exchange));
    Schema schema = (exchange.equals("binance") ? BINANCE : KRAKEN).rawSchema();
    for (int i = 0; i < TRIES; i++) {
      GenericRecord record = exchange.equals("binance") ? RawTrades.binance() : RawTrades.kraken();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        Schema.Field field = schema.getFields().get(random.nextInt(schema.getFields().size()));
        if (field.schema().getType() == Schema.Type.STRING) {
          record.put(field.pos(), TEXTS[random.nextInt(TEXTS.length)]);
        } else if (field.schema().getType() == Schema.Type.LONG) {
          record.put(field.pos(), random.nextLong() >> random.nextInt(64));
        }
      }
      assertOneOutcome(judge, bytes(record), i);
    }
  }

  private byte[] mutated(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int edits = random.nextInt(4); edits >= 0 && bytes.length > 0; edits--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
        default -> System.arraycopy(valid, 0, bytes, at, Math.min(valid.length, bytes.length - at));
      }
    }
    return bytes;
  }

  private void assertOneOutcome(Judge judge, byte[] bytes, int tryNumber) throws Exception {
    KafkaMessage message = message(bytes, kafkaMillis());
    try {
      Outcome outcome = judge.judge(message);
      if (outcome instanceof Outcome.Accepted accepted) {
        assertThat(accepted.message()).isSameAs(message);
        assertFitsTheTable(accepted.trade());
      } else {
        Outcome.Rejected rejected = (Outcome.Rejected) outcome;
        assertThat(rejected.message()).isSameAs(message);
        assertThat(rejected.reason()).isNotNull();
        assertThat(rejected.detail().length()).isBetween(1, 400);
      }
      if (tryNumber % 50 == 0) {
        CoderProperties.structuralValueDecodeEncodeEqual(OutcomeCoder.of(), outcome);
      }
    } catch (Throwable e) {
      throw new AssertionError(
          "Try "
              + tryNumber
              + " of -Dk2.fuzz.seed="
              + SEED
              + ": "
              + HexFormat.of().formatHex(bytes),
          e);
    }
  }

  private long kafkaMillis() {
    return switch (random.nextInt(20)) {
      case 0 -> -1;
      case 1 -> Long.MAX_VALUE;
      case 2 -> 0;
      default -> RawTrades.KAFKA_MILLIS;
    };
  }

  private static void assertFitsTheTable(Trade trade) {
    assertThat(trade.price().signum()).isPositive();
    assertThat(trade.quantity().signum()).isPositive();
    assertThat(trade.price().setScale(12).precision()).isLessThanOrEqualTo(28);
    assertThat(trade.quantity().setScale(12).precision()).isLessThanOrEqualTo(28);
    assertThat(trade.timestampMicros()).isNotNegative();
    assertThat(trade.symbol()).isNotEmpty();
    assertThat(trade.currency()).isNotEmpty();
  }
}
