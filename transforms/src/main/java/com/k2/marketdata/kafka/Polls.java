package com.k2.marketdata.kafka;

import org.apache.kafka.clients.consumer.Consumer;

/** The consumer of one reader. For one thread. */
interface Polls {
  /**
   * The consumer. A poll may return records without their contents, see {@link PolledBytes}, unless
   * it polls single records.
   */
  Consumer<byte[], byte[]> consumer();

  /** Must be called before each poll. */
  void beginPoll();

  /** Replaces the consumer by one that polls single records and has no assignment yet. */
  void pollSingleRecords();
}
