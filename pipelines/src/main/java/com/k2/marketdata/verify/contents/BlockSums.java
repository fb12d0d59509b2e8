package com.k2.marketdata.verify.contents;

import com.k2.marketdata.verify.contents.row.RowDigest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * Sums of row hashes of one block, modulo 2^64. Rows that other rows should equal have equal sums;
 * a sum does not depend on the order of the rows.
 *
 * @param bronzeRows the number of bronze's rows
 * @param bronze the sum of their message hashes
 * @param expected the sum of the digests of the rows that K2 would write for bronze's rows whose
 *     offsets silver claims
 * @param outcomeRows the number of rows in silver and the dead letters
 * @param outcomes the sum of their digests
 * @param kafkaRows the number of messages read from Kafka
 * @param kafka the sum of their message hashes
 */
record BlockSums(
    long bronzeRows,
    long bronze,
    long expected,
    long outcomeRows,
    long outcomes,
    long kafkaRows,
    long kafka) {
  static final BlockSums NONE = new BlockSums(0, 0, 0, 0, 0, 0, 0);

  /** A row of bronze whose outcome is not compared. */
  static BlockSums ofBronze(long hash) {
    return new BlockSums(1, hash, 0, 0, 0, 0, 0);
  }

  /** A row of bronze and the row that K2 would write for it. */
  static BlockSums ofBronze(long hash, RowDigest expected) {
    return new BlockSums(1, hash, expected.sum(), 0, 0, 0, 0);
  }

  /** A row of silver or of the dead letters. */
  static BlockSums ofOutcome(RowDigest digest) {
    return new BlockSums(0, 0, 0, 1, digest.sum(), 0, 0);
  }

  /** Messages of Kafka. */
  static BlockSums ofKafka(long messages, long sum) {
    return new BlockSums(0, 0, 0, 0, 0, messages, sum);
  }

  BlockSums plus(BlockSums other) {
    return new BlockSums(
        bronzeRows + other.bronzeRows,
        bronze + other.bronze,
        expected + other.expected,
        outcomeRows + other.outcomeRows,
        outcomes + other.outcomes,
        kafkaRows + other.kafkaRows,
        kafka + other.kafka);
  }

  /** Whether rows of silver or the dead letters may differ from the expected rows. */
  boolean outcomesDiffer() {
    return bronzeRows > 0 && outcomeRows > 0 && expected != outcomes;
  }

  /** Whether rows of bronze may differ from Kafka's messages. */
  boolean kafkaDiffers() {
    return bronzeRows > 0 && kafkaRows > 0 && bronze != kafka;
  }

  boolean differ() {
    return outcomesDiffer() || kafkaDiffers();
  }

  /** Encodes sums. */
  static final class SumsCoder extends AtomicCoder<BlockSums> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(BlockSums sums, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(sums.bronzeRows);
      data.writeLong(sums.bronze);
      data.writeLong(sums.expected);
      data.writeLong(sums.outcomeRows);
      data.writeLong(sums.outcomes);
      data.writeLong(sums.kafkaRows);
      data.writeLong(sums.kafka);
      data.flush();
    }

    @Override
    public BlockSums decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      return new BlockSums(
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong(),
          data.readLong());
    }
  }
}
