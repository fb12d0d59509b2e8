package com.k2.marketdata.verify.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Identifies a block: the numbers from {@code number * Block.SIZE} of one series.
 *
 * @param series the topic id for Kafka offsets; the symbol for trade ids
 * @param partition the Kafka partition; 0 for trade ids
 * @param number the block's index in the series, from 0
 */
public record BlockKey(Axis axis, String series, int partition, long number) {

  /** Which kind of numbers a block covers. */
  public enum Axis {
    KAFKA_OFFSETS,
    TRADE_IDS
  }

  /** Encodes a key; deterministic and consistent with equals. */
  public static final class KeyCoder extends AtomicCoder<BlockKey> {
    private static final long serialVersionUID = 1L;
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
    private static final VarIntCoder INT = VarIntCoder.of();
    private static final VarLongCoder LONG = VarLongCoder.of();

    @Override
    public void encode(BlockKey key, OutputStream out) throws IOException {
      INT.encode(key.axis.ordinal(), out);
      TEXT.encode(key.series, out);
      INT.encode(key.partition, out);
      LONG.encode(key.number, out);
    }

    @Override
    public BlockKey decode(InputStream in) throws IOException {
      return new BlockKey(
          Axis.values()[INT.decode(in)], TEXT.decode(in), INT.decode(in), LONG.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
