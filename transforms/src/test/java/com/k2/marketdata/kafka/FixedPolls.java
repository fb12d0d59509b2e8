package com.k2.marketdata.kafka;

import org.apache.kafka.clients.consumer.Consumer;

/** Polls of a test's own consumer, whatever its settings are. */
record FixedPolls(Consumer<byte[], byte[]> consumer) implements Polls {
  @Override
  public void beginPoll() {}

  @Override
  public void pollSingleRecords() {}
}
