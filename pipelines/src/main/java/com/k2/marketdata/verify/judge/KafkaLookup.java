package com.k2.marketdata.verify.judge;

import com.k2.marketdata.kafka.OffsetRange;
import java.util.function.LongConsumer;

/** Asks Kafka at which offsets of a range it has a committed message. */
@FunctionalInterface
interface KafkaLookup {
  /** Passes the offsets on and gives the part of the range that Kafka still has. */
  OffsetRange list(OffsetRange range, LongConsumer offsets);
}
