package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.kafka.CommittedMessages;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import java.time.Duration;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the messages of one block that bronze claims and Kafka still has. */
public final class KafkaBlocks {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final KafkaConfig kafka;

  /** Reads from a cluster. */
  public KafkaBlocks(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** Passes each message to {@code messages} once, in the order of the offsets. */
  public void read(BlockKey key, PartitionClaim claim, Consumer<KafkaMessage> messages) {
    OffsetRange range = range(key, claim);
    if (range == null) {
      return;
    }
    TopicIdentity topic = new TopicIdentity("", claim.topic(), claim.id().topicId());
    new CommittedMessages(kafka, topic, TIMEOUT).read(range, new InOrder(messages));
  }

  private static @Nullable OffsetRange range(BlockKey key, PartitionClaim claim) {
    if (claim.bronze() == null || claim.kafkaEnd() == null) {
      return null;
    }
    long begin = key.number() * Block.SIZE;
    long from = Math.max(begin, claim.bronze().first());
    long to = Math.min(begin + Block.SIZE, Math.min(claim.bronze().next(), claim.kafkaEnd()));
    return from < to ? new OffsetRange(claim.id().number(), from, to) : null;
  }

  /** Drops messages that are read a second time. */
  private static final class InOrder implements Consumer<KafkaMessage> {
    private final Consumer<KafkaMessage> messages;
    private long next;

    InOrder(Consumer<KafkaMessage> messages) {
      this.messages = messages;
    }

    @Override
    public void accept(KafkaMessage message) {
      if (message.offset() >= next) {
        next = message.offset() + 1;
        messages.accept(message);
      }
    }
  }
}
