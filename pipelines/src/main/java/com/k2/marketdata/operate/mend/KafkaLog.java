package com.k2.marketdata.operate.mend;

import com.k2.marketdata.kafka.CommittedMessages;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.operate.offsets.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The messages that Kafka still has of a topic. In a compacted topic, Kafka may have removed
 * messages that it had, so their absence proves nothing.
 */
final class KafkaLog implements Absence {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Ranges that are closer are read as one: each read of a range takes several requests. */
  private static final long CLOSE = 10_000;

  private final KafkaConfig kafka;
  private final TopicState topic;
  private final CommittedMessages messages;
  private @Nullable Boolean compacted;

  KafkaLog(KafkaConfig kafka, TopicState topic) {
    this.kafka = kafka;
    this.topic = topic;
    this.messages = new CommittedMessages(kafka, topic.identity(), TIMEOUT);
  }

  @Override
  public Offsets among(int partition, Offsets offsets) {
    if (offsets.below(end(partition)).isEmpty() || isCompacted()) {
      return Offsets.NONE;
    }
    Roaring64Bitmap found = new Roaring64Bitmap();
    Offsets readable = read(partition, offsets, message -> found.add(message.offset()));
    return readable.minus(Offsets.copyOf(found));
  }

  /**
   * Passes on the messages at these offsets. A message may be passed twice.
   *
   * @return those of the offsets that Kafka can still read, with or without a message
   */
  Offsets read(int partition, Offsets offsets, Consumer<KafkaMessage> action) {
    Offsets readable = Offsets.NONE;
    for (OffsetRange range : joined(offsets.below(end(partition)).ranges(partition))) {
      OffsetRange available =
          messages.read(
              range,
              message -> {
                if (offsets.contains(message.offset())) {
                  action.accept(message);
                }
              });
      readable = readable.plus(Offsets.range(available.from(), available.to()));
    }
    return readable.and(offsets);
  }

  private boolean isCompacted() {
    if (compacted == null) {
      try (TopicInspector inspector = new TopicInspector(kafka)) {
        compacted = inspector.isCompacted(topic.identity().topic());
      }
    }
    return compacted;
  }

  private long end(int partition) {
    return topic.end().getOrDefault(partition, 0L);
  }

  private static List<OffsetRange> joined(List<OffsetRange> ranges) {
    List<OffsetRange> joined = new ArrayList<>();
    for (OffsetRange range : ranges) {
      int last = joined.size() - 1;
      if (last >= 0 && range.from() - joined.get(last).to() < CLOSE) {
        joined.set(last, new OffsetRange(range.partition(), joined.get(last).from(), range.to()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
