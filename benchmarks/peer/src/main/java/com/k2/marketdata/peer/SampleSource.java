package com.k2.marketdata.peer;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that are in memory before the clock starts, given again and again until there were as
 * many as wanted: what decoding or writing costs when reading costs nothing.
 */
final class SampleSource implements RecordSource {
  private static final int SAMPLE = 400_000;

  private final int threads;
  private final long wanted;
  private final List<ConsumerRecord<byte[], byte[]>> sample;

  SampleSource(PeerOptions options) {
    this.threads = options.threads();
    this.wanted = options.requiredRecords();
    this.sample = new TopicSource(options).sample((int) Math.min(wanted, SAMPLE));
    if (sample.isEmpty()) {
      throw new IllegalArgumentException("Nothing is in " + options.topic());
    }
  }

  @Override
  public void read(int thread, RecordWork work) throws IOException {
    for (long i = thread; i < wanted; i += threads) {
      ConsumerRecord<byte[], byte[]> record = sample.get((int) (i % sample.size()));
      work.take(record.value(), record.partition(), record.offset(), record.timestamp());
    }
  }
}
