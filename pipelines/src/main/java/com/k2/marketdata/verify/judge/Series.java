package com.k2.marketdata.verify.judge;

import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.io.Serializable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the ledgers say about one partition of a topic.
 *
 * @param bronze what bronze claims to have; null if it claims nothing
 * @param silver what silver and the dead letters claim to have between them; null likewise
 * @param deadLettersEnd the dead-letter table's own position
 * @param kafkaEnd how far Kafka can be asked; null if it cannot
 */
public record Series(
    Id id,
    String topic,
    @Nullable Span bronze,
    @Nullable Span silver,
    long deadLettersEnd,
    @Nullable Long kafkaEnd)
    implements Serializable {

  /** A partition of a topic. */
  public record Id(String topicId, int partition) implements Serializable, Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      int byTopic = topicId.compareTo(other.topicId);
      return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
  }

  /** A partition that no ledger speaks of: of a topic that was made anew since. */
  public static Series unknown(Id id) {
    return new Series(id, "", null, null, Long.MAX_VALUE, null);
  }

  /** The blocks in which something must be, whether there are rows or not. */
  void blocks(Consumer<BlockKey> blocks) {
    long first = spans().mapToLong(Span::first).min().orElse(0);
    long next = spans().mapToLong(Span::next).max().orElse(0);
    for (long number = first / Block.SIZE; number * Block.SIZE < next; number++) {
      blocks.accept(new BlockKey(Axis.KAFKA_OFFSETS, id.topicId(), id.partition(), number));
    }
  }

  private Stream<Span> spans() {
    return Stream.of(bronze, silver).flatMap(Stream::ofNullable);
  }
}
