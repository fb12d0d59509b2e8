package com.k2.marketdata.verify.judge;

import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.io.Serializable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the ledgers claim for one partition of a topic.
 *
 * @param bronze the offsets that bronze claims; null if it claims none
 * @param silver the offsets that silver and the dead letters claim together; null if they claim
 *     none
 * @param deadLettersEnd the position of the dead letters, with pending ones; {@code Long.MAX_VALUE}
 *     if there is none
 * @param kafkaEnd the partition's end offset; null if Kafka cannot be used
 */
public record PartitionClaim(
    PartitionId id,
    String topic,
    @Nullable ClaimedOffsets bronze,
    @Nullable ClaimedOffsets silver,
    long deadLettersEnd,
    @Nullable Long kafkaEnd)
    implements Serializable {

  /** A partition without a ledger, such as one of a topic that has been recreated. */
  public static PartitionClaim unknown(PartitionId id) {
    return new PartitionClaim(id, "", null, null, Long.MAX_VALUE, null);
  }

  /** Passes the key of each block that has claimed offsets to {@code action}. */
  public void forEachBlock(Consumer<BlockKey> action) {
    long first = claimed().mapToLong(ClaimedOffsets::first).min().orElse(0);
    long next = claimed().mapToLong(ClaimedOffsets::next).max().orElse(0);
    for (long number = first / Block.SIZE; number * Block.SIZE < next; number++) {
      action.accept(new BlockKey(Axis.KAFKA_OFFSETS, id.topicId(), id.number(), number));
    }
  }

  private Stream<ClaimedOffsets> claimed() {
    return Stream.of(bronze, silver).flatMap(Stream::ofNullable);
  }
}
