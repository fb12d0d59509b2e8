package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.OffsetRange;
import java.util.function.LongConsumer;

/** Lists the offsets of a range where Kafka has a committed message. */
@FunctionalInterface
interface KafkaLookup {
  /**
   * Passes each such offset to {@code offsets}.
   *
   * @return the part of the range that Kafka can still read
   */
  OffsetRange list(OffsetRange range, LongConsumer offsets);
}
