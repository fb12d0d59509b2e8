package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.PeerOptions;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records read into memory before the measurement begins, and repeated up to the wanted number.
 * Shows what decoding or writing costs without reading.
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
      throw new IllegalArgumentException(
          "Topic " + options.topic() + " is empty; publish trades to it first");
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
