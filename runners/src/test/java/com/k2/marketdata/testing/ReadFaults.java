package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer interceptor for drivers started with its options. It halts the process in the middle
 * of reading, or slows reading down or blocks it and signals that reading has begun.
 */
public final class ReadFaults implements ConsumerInterceptor<byte[], byte[]> {
  private static final String HALT_AFTER = "k2.test.halt.after";
  private static final String RECORD_MICROS = "k2.test.record.micros";
  private static final String MARKER = "k2.test.marker";
  private static final String BLOCK = "k2.test.block";
  private static final AtomicLong RECORDS = new AtomicLong();

  private long haltAfter = Long.MAX_VALUE;
  private long recordMicros;
  private Path marker;
  private boolean blocks;

  /** Options that halt a driver after it has read this number of records. */
  public static String[] haltAfter(long records) {
    return new String[] {
      interceptor(), "--kafka.max.poll.records=100", "--kafka." + HALT_AFTER + "=" + records
    };
  }

  /**
   * Options that slow down reading: a batch takes a while, and a smaller one a part of it.
   *
   * @param marker a file that is created when a cycle begins to read
   */
  public static String[] slow(int recordsPerBatch, long batchMillis, Path marker) {
    return new String[] {
      interceptor(),
      "--kafka.max.poll.records=" + recordsPerBatch,
      "--kafka." + RECORD_MICROS + "=" + batchMillis * 1_000 / recordsPerBatch,
      "--kafka." + MARKER + "=" + marker
    };
  }

  /**
   * Options that make a driver's tasks wait without end after the first poll, as for an answer that
   * never comes. An interrupt does not wake them.
   *
   * @param marker a file that is created when a cycle begins to read
   */
  public static String[] block(Path marker) {
    return new String[] {
      interceptor(), "--kafka." + BLOCK + "=true", "--kafka." + MARKER + "=" + marker
    };
  }

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(HALT_AFTER) != null) {
      haltAfter = Long.parseLong(configs.get(HALT_AFTER).toString());
    }
    if (configs.get(RECORD_MICROS) != null) {
      recordMicros = Long.parseLong(configs.get(RECORD_MICROS).toString());
    }
    blocks = configs.get(BLOCK) != null;
    if (configs.get(MARKER) != null) {
      marker = Path.of(configs.get(MARKER).toString());
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (RECORDS.addAndGet(records.count()) > haltAfter) {
      Runtime.getRuntime().halt(FaultyCatalog.HALTED);
    }
    if (marker != null && !Files.exists(marker)) {
      mark();
    }
    while (blocks) {
      LockSupport.park(this);
      Thread.interrupted();
    }
    if (recordMicros > 0) {
      Await.pause(records.count() * recordMicros / 1_000);
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  private static String interceptor() {
    return "--kafka.interceptor.classes=" + ReadFaults.class.getName();
  }

  private void mark() {
    try {
      Files.writeString(marker, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
