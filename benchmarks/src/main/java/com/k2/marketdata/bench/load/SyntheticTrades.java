package com.k2.marketdata.bench.load;

import com.k2.marketdata.avro.ConfluentEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Generates trades of an exchange: the same seed, count and begin always give the same messages.
 * Their times increase evenly over six hours, a few symbols account for most trades, and one of a
 * number of messages has a defect, of each kind in turn. Not thread-safe.
 */
final class SyntheticTrades {
  static final long SPAN_MICROS = TimeUnit.HOURS.toMicros(6);
  static final int MESSAGES_PER_DEFECT = 1_000;
  private static final long TEN_YEARS_MICROS = TimeUnit.DAYS.toMicros(3_650);
  private static final long ARRIVAL_DELAY_MILLIS = 5;

  /** Without a registry, every id stands for the exchange's own schema. */
  private static final int SCHEMA_ID = 1;

  private final SyntheticFormat format;
  private final long count;
  private final int messagesPerDefect;
  private final long beginMicros;
  private final SplittableRandom random;
  private final byte[][] keys;
  private final double[] prices;
  private final ConfluentEncoder encoder;
  private final GenericRecord record;
  private long defectAt;
  private long index = -1;

  /** A message with the key and the Kafka timestamp to publish it with. */
  record Message(byte[] key, byte[] value, long timestampMillis, @Nullable Defect defect) {}

  /**
   * @param schema the raw schema of the format's exchange
   * @param count how many messages the six hours have; more can be generated
   * @param messagesPerDefect one of this number of messages has a defect
   */
  SyntheticTrades(
      Schema schema,
      SyntheticFormat format,
      long count,
      int messagesPerDefect,
      long seed,
      long beginMicros) {
    this.format = format;
    this.keys =
        format.listings().stream()
            .map(listing -> listing.symbol().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.prices = format.listings().stream().mapToDouble(SyntheticFormat.Listing::price).toArray();
    this.count = count;
    this.messagesPerDefect = messagesPerDefect;
    this.beginMicros = beginMicros;
    this.random = new SplittableRandom(seed);
    this.encoder = new ConfluentEncoder(SCHEMA_ID, schema);
    this.record = new GenericData.Record(schema);
  }

  /** Generates the next message. */
  Message next() {
    index++;
    if (index % messagesPerDefect == 0) {
      defectAt = index + random.nextInt(messagesPerDefect);
    }
    Defect defect =
        index == defectAt
            ? Defect.values()[(int) (index / messagesPerDefect % Defect.values().length)]
            : null;
    int symbol = popularSymbol();
    prices[symbol] *= 1 + (random.nextDouble() - 0.5) * 2e-4;
    long quantity = 1_000L * (1 + (long) Math.exp(random.nextDouble() * 11));
    long sentMicros = beginMicros + (long) ((double) SPAN_MICROS * index / Math.max(1, count));
    long tradeMicros =
        defect == Defect.TIMESTAMP_IN_FUTURE ? sentMicros + TEN_YEARS_MICROS : sentMicros;
    format.fill(
        record,
        new SyntheticFormat.Fields(index, symbol, prices[symbol], quantity, tradeMicros, defect),
        random);
    record.put("ingestion_timestamp", sentMicros + 5_000 + random.nextInt(60_000));
    byte[] value = encoder.encode(record);
    if (defect == Defect.TRUNCATED) {
      value = Arrays.copyOf(value, 8 + random.nextInt(value.length - 9));
    }
    return new Message(
        keys[symbol],
        value,
        TimeUnit.MICROSECONDS.toMillis(sentMicros) + ARRIVAL_DELAY_MILLIS,
        defect);
  }

  private int popularSymbol() {
    double uniform = random.nextDouble();
    return Math.min(keys.length - 1, (int) (keys.length * uniform * uniform));
  }
}
